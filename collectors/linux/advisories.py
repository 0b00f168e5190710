"""Vendors' advisories that a person carried in (``xunjian data import``), as our own store keeps them.

No target is asked: the answer is what was known that day, so that a judgement of then can be made again. Two lines a
file: the form with the sha256 of the JSON behind it, and the JSON; a byte that is lost shows.

Sample::

    xunjian-advisories 1 4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945
    []
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final

from collectors.base import LINUX, Answer, Collector, Derived, ParseError, Reason, Recall, SessionError
from collectors.facts.advisories import (
    ADVISORIES,
    ADVISORY_DATA,
    PACKAGE_VERSIONS,
    Advisories,
    Advisory,
    AdvisoryData,
    Mended,
    Pack,
    PackageVersions,
)
from collectors.facts.patches import PATCH_LEVEL, PatchLevel
from config.text import _

KEPT_AS: Final = "data.advisories"
"""Under which name our store hands them over."""
_FORM: Final = "xunjian-advisories 1"
_NONE: Final = _("no file of advisories was imported")
_IMPORT: Final = _(
    "Fetch the vendor’s OVAL file, updateinfo.xml or (Debian) the security tracker’s JSON where the internet is reached, "
    "carry it here, and import it: xunjian data import FILE; then inspect again."
)


def written(packs: Iterable[Pack]) -> str:
    """Write packs as they are kept; equal packs give equal text."""
    body = json.dumps([_plain(one) for one in packs], ensure_ascii=False, separators=(",", ":"))
    return f"{_FORM} {sha256(body.encode()).hexdigest()}\n{body}\n"


def _plain(one: Pack) -> dict[str, Any]:
    made = {name: value for name, value in asdict(one).items() if name not in {"advisories", "packages"}}
    made["dated_at"] = one.dated_at.isoformat()
    made["advisories"] = [[a.id, a.severity, a.day, " ".join(a.cves)] for a in one.advisories]
    made["packages"] = {
        name: [[m.fixed, m.module, list(m.advisories)] for m in mended] for name, mended in sorted(one.packages.items())
    }
    return made


def parse(answer: Answer) -> AdvisoryData:
    """Read them. Raises SessionError (not asked) where nothing was carried in, ParseError where a byte differs."""
    if not answer.text.strip():
        raise SessionError(Reason.NOT_ASKED, _NONE, _IMPORT)
    return packs_of(answer.text)


@lru_cache(maxsize=2)
def packs_of(text: str) -> AdvisoryData:
    """Read what ``written`` wrote; the same text, which all targets of a round share, is read once."""
    lines = text.removesuffix("\n").split("\n")
    packs: list[Pack] = []
    for head, body in zip_longest(lines[::2], lines[1::2], fillvalue=""):
        if head != f"{_FORM} {sha256(body.encode()).hexdigest()}" or not text.endswith("\n"):
            raise ParseError("not the advisories that were kept", head[:80])
        try:
            packs += (_pack(one) for one in json.loads(body))
        except (ValueError, TypeError, KeyError) as error:
            raise ParseError("advisories of another form", str(error)[:80]) from error
    return AdvisoryData(tuple(packs))


def _pack(one: dict[str, Any]) -> Pack:
    made = dict(one)
    made["dated_at"] = datetime.fromisoformat(made["dated_at"])
    made["advisories"] = tuple(
        Advisory(name, rated, day, tuple(cves.split())) for name, rated, day, cves in made["advisories"]
    )
    made["packages"] = {
        name: tuple(Mended(fixed, module, tuple(places)) for fixed, module, places in mended)
        for name, mended in made["packages"].items()
    }
    return Pack(**made)


def derive(level: object, installed: object, data: object) -> Advisories:
    """Put the three together; raises what kept one of them from being seen, the missing data first."""
    for one in (data, installed, level):
        if isinstance(one, Exception):
            raise one
    if not (isinstance(level, PatchLevel) and isinstance(installed, PackageVersions) and isinstance(data, AdvisoryData)):
        raise SessionError(Reason.NOT_UNDERSTOOD, "advisories")
    return Advisories(level, installed, data)


ADVISORIES_KEPT: Final = Collector(
    id="linux.advisory_data", provides=ADVISORY_DATA, on=LINUX, ask=Recall(KEPT_AS), parse=parse
)
ADVISORIES_DERIVED: Final = Derived(
    id="linux.advisories", provides=ADVISORIES, of=(PATCH_LEVEL, PACKAGE_VERSIONS, ADVISORY_DATA), derive=derive
)
