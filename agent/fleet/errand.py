"""An errand: what the queue carries of one target of an inspection. Ids and digests, never a secret or an address."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from glob import escape
from hashlib import sha256
from typing import Any, Final, Self

from agent.expected import Wanted, groups_of
from agent.purposes import OF_SECURITY
from agent.security import with_scope
from agent.underway import Underway
from config.installed import installed
from config.site import Site, Target

TASK: Final = "xunjian.target"
"""The name of the queue's one kind of job."""
_HASH_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Errand:
    """Ask one target for an inspection that another process has begun."""

    inspection: str
    target: str
    zone: str
    digest: str
    """Of the configuration and the program that it was made by: no other may carry it out."""
    began_at: float
    """When the round began: by then it was authorised. Seconds since 1970 UTC."""
    purpose: str
    schedule: str
    read_from: str
    wanted: tuple[str, ...]
    """The target, where it is wanted itself, and the wanted groups that it is a member of."""
    checks: tuple[str, ...]
    """Globs over check ids; none is all."""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By target and group, the checks to ask again."""
    approved: str = ""
    """The attachment with the list that the customer approved: nothing else is sent."""

    @classmethod
    def of(cls, target: Target, under: Underway, digest: str, began_at: datetime, approved: str = "") -> Self:
        """Make it of what an inspection wants of a target."""
        wanted = under.wanted
        groups = tuple(one.id for one in groups_of(under.site, wanted) if target.id in one.members)
        mine = (*((target.id,) if wanted.target(target) else ()), *groups)
        return cls(
            inspection=under.id,
            target=target.id,
            zone=target.zone,
            digest=digest,
            began_at=began_at.timestamp(),
            purpose=under.purpose,
            schedule=under.schedule,
            read_from=under.read_from,
            wanted=mine,
            checks=wanted.checks,
            only={name: tuple(sorted(wanted.only[name])) for name in mine if name in wanted.only},
            approved=approved,
        )

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Self:
        """Read it as it was written. Raises TypeError and KeyError for what is none."""
        only = {name: tuple(ids) for name, ids in written["only"].items()}
        lists = {name: tuple(written[name]) for name in ("wanted", "checks")}
        return cls(**{**written, **lists, "only": only})

    def written(self) -> dict[str, Any]:
        """Write it in JSON's own types."""
        lists: dict[str, Any] = {"wanted": list(self.wanted), "checks": list(self.checks)}
        lists["only"] = {name: list(ids) for name, ids in self.only.items()}
        return {name: getattr(self, name) for name in self.__slots__} | lists

    @property
    def began(self) -> datetime:
        """When the round began."""
        return datetime.fromtimestamp(self.began_at, UTC)

    def underway(self, site: Site, store: Any) -> Underway:  # noqa: ANN401 - the open store, whose module is loaded late
        """The inspection as this errand sees it: its own target's checks and groups, nobody else's."""
        groups = tuple(one for one in site.groups if one.id in self.wanted)
        only = {name: frozenset(ids) for name, ids in self.only.items()}
        wanted = Wanted(tuple(map(escape, self.wanted)), self.checks, only)
        mine, scoped = with_scope(replace(site, groups=groups), wanted, is_security=self.purpose in OF_SECURITY)
        return Underway(self.inspection, mine, store, scoped, self.purpose, self.schedule, self.read_from)


def digest_of(site: Site) -> str:
    """Name what findings depend on beside the target: the configuration's files, the program, the plug-ins beside it."""
    from agent.cli import VERSION  # noqa: PLC0415 - the command line imports the commands

    beside = [(one.distribution, one.value, _version(one.distribution)) for one in installed()]
    return sha256(json.dumps([site.digest, VERSION, beside]).encode()).hexdigest()


def _version(distribution: str) -> str:
    from importlib.metadata import version  # noqa: PLC0415 - only where a plug-in is installed

    return version(distribution)


def queue_of(zone: str, digest: str) -> str:
    """Name the queue of a zone's errands under one configuration.

    A worker takes from the queues of its own configuration alone, so what is another's stays where it is. It is hashed, for
    PostgreSQL's channel of a queue bears 63 bytes in all.
    """
    return "xunjian-" + sha256(f"{digest} {zone}".encode()).hexdigest()[:_HASH_DIGITS]
