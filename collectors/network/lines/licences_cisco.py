"""Licences of Cisco: Smart Licensing, the packages of IOS 15, those of NX-OS.

Evidence: the recorded answers behind ntc-templates' ``show_license``, ``show_license_status`` and ``show_license_usage``,
and Cisco's Smart Licensing guides. A licence that is only offered, neither installed nor used, is left out.

Sample (of NX-OS)::

    Feature                      Ins  Lic   Status Expiry Date Comments
                                     Count
    --------------------------------------------------------------------------------
    LAN_ENTERPRISE_SERVICES_PKG   Yes   -   In use Never       -
"""

import re
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.licences import LICENCES, Licence
from collectors.network.lines.asking import IOS, blocks, by_command, day_of, rows, search, seconds_of, word


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_AUTHORIZATION: Final = _of(r"^License Authorization: *\n +Status: *(\S.*?)(?: on \S.*)? *$")
_REGISTRATION: Final = _of(r"^Registration: *\n +Status: *(\S.*?) *$")
_REGISTRATION_ENDS: Final = _of(r"^ +Registration Expires: *(\S.*?) *$")
_EVALUATION_LEFT: Final = _of(r"^ *Evaluation Period Remaining: *(\S.*?) *$")
_POLICY: Final = _of(r"^Smart Licensing Using Policy: *\n +Status: *(ENABLED) *$")
_ACK: Final = _of(r"^ +Next ACK deadline: *(\S.*?) *$")
_SMART: Final = _of(r"^(?:Smart Licensing|License Authorization|Registration)\b")
_ENTITLEMENT: Final = _of(r"^(?P<name>\S.*?) \((?P<tag>[^()\n]+)\): *$")
_ENTITLEMENT_STATE: Final = _of(r"^ +Status: *(\S.*?) *$")
_FEATURE: Final = _of(r"^Index +\d+ +Feature: *(?P<name>\S+) *$")
_LEFT: Final = _of(r"^ +Period left: *(\S.*?) *$")
_TYPE: Final = _of(r"^ +License Type: *(\S.*?) *$")
_STATE: Final = _of(r"^ +License State: *(\S.*?) *$")
_NX_HEAD: Final = re.compile(r"Feature +Ins +Lic +Status +Expiry Date +Comments")
_NX_ROW: Final = re.compile(
    r"(?P<name>\S+) +(?P<installed>Yes|No) +(?P<count>\d+|-) +(?P<used>In use|Unused) *"
    r"(?P<ends>Never|\d{1,2} \w{3} \d{4}|\w{3} \d{1,2} \d{4})? *(?P<comments>\S.*?)?\s*"
)


def _smart(name: str, words: str) -> Licence:
    """A state of Smart Licensing: AUTHORIZED, IN USE, OUT OF COMPLIANCE, EVAL MODE, EVAL EXPIRED, AUTHORIZATION EXPIRED."""
    lower = words.lower()
    is_bad = "out of compliance" in lower or "not authorized" in lower or "failed" in lower
    is_good = lower.startswith(("authorized", "in use", "registered", "reservation", "in compliance"))
    return Licence(
        name,
        words,
        is_evaluation="eval" in lower,
        is_expired="expired" in lower,
        is_compliant=False if is_bad else True if is_good else None,
    )


def _status(text: str) -> Listing[Licence]:
    """Smart Licensing's registration and authorisation. Raises SessionError (not offered) where it is another licensing."""
    if not _SMART.search(text):
        raise SessionError(Reason.NOT_OFFERED, text.strip()[:80])
    found = []
    if registration := word(_REGISTRATION, text):
        ends = word(_REGISTRATION_ENDS, text)
        made = _smart("registration", registration)
        found.append(Licence(made.name, made.words, day_of(ends) if ends else None, is_compliant=made.is_compliant))
    if authorization := word(_AUTHORIZATION, text):
        left = word(_EVALUATION_LEFT, text)
        made = _smart("authorization", authorization)
        is_evaluation = made.is_evaluation
        found.append(
            Licence(
                made.name,
                made.words,
                left_seconds=seconds_of(left) if left and is_evaluation else None,
                is_evaluation=is_evaluation,
                is_expired=made.is_expired,
                is_compliant=made.is_compliant,
            )
        )
    if not found and not _POLICY.search(text):
        raise ParseError("neither a registration nor an authorization", text[:200])
    if not found:
        ack = word(_ACK, text)
        is_due = bool(ack) and ack.lower() not in {"<none>", "none"}
        found.append(Licence("usage report", "Next ACK deadline", day_of(ack) if is_due else None, is_permanent=not is_due))
    return Listing(tuple(found))


def _usage(text: str) -> Listing[Licence]:
    """What is used, each by its name and tag. Raises Absent where the device says that nothing is."""
    if none := re.search(r"^ *No licenses? in use.*$", text, re.MULTILINE | re.IGNORECASE):
        raise Absent(none[0].strip())
    found = {}
    for head, below in blocks(text, _ENTITLEMENT):
        name = f"{head['name']} ({head['tag']})"
        found[name] = _smart(name, search(_ENTITLEMENT_STATE, below, f"the status of {name}")[1])
    return Listing(tuple(found.values()))


def _features(text: str) -> Listing[Licence]:
    """IOS 15's packages; an evaluation that nobody activated is none."""
    found = [made for head, below in blocks(text, _FEATURE) if (made := _feature(head["name"], below)) is not None]
    if not found:
        raise Absent(search(_FEATURE, text, "a feature")[0])
    return Listing(tuple(found))


def _feature(name: str, below: str) -> Licence | None:
    left, kind, state = word(_LEFT, below), word(_TYPE, below), word(_STATE, below)
    if not kind and not state and not left:
        return None  # offered, without any licence for it
    if not state:
        raise ParseError("a feature without a state", name)
    if "not in use" in state.lower() or left.lower() == "not activated":
        return None
    is_permanent = left.lower() == "life time"
    remaining = None if is_permanent else seconds_of(left)
    is_expired = "expired" in f"{left} {state}".lower()
    return Licence(
        name,
        f"{kind}, {state}",
        left_seconds=remaining,
        is_permanent=is_permanent,
        is_evaluation="eval" in kind.lower(),
        is_expired=is_expired,
    )


def _usage_nxos(text: str) -> Listing[Licence]:
    """Packages that are installed or used; of newer versions what Smart Licensing says."""
    if _AUTHORIZATION.search(text) or _ENTITLEMENT.search(text):
        return _usage(text)
    found = []
    for row in rows(text, _NX_HEAD, _NX_ROW, re.compile(r" +Count *")):
        if row["installed"] == "No" and row["used"] == "Unused":
            continue
        comments = row["comments"] or "-"
        is_grace = "grace" in comments.lower()
        ends = row["ends"] or ""
        found.append(
            Licence(
                row["name"],
                f"{row['used']}, {comments}",
                ends_on=day_of(ends) if ends and ends != "Never" else None,
                left_seconds=seconds_of(comments) if is_grace else None,
                is_permanent=ends == "Never",
                is_evaluation=is_grace,
                is_expired="expired" in comments.lower(),
                is_compliant=False if "missing" in comments.lower() else None,
            )
        )
    if not found:
        raise Absent("Feature Ins Lic Status Expiry Date Comments: -")
    return Listing(tuple(found))


COLLECTORS: Final = (
    by_command("licences", LICENCES, IOS, "show license status", _status, also="status"),
    by_command("licences", LICENCES, IOS, "show license usage", _usage, also="usage"),
    by_command("licences", LICENCES, IOS, "show license", _features),
    by_command("licences", LICENCES, ("cisco_nxos",), "show license usage", _usage_nxos),
)
