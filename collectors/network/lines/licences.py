"""Licences, contracts and registrations: Cisco, FortiOS, Huawei, Junos.

Evidence: the recorded answers behind ntc-templates' ``show_license``, ``show_license_status``, ``show_license_usage`` and
``huawei_vrp_display_license_verbose``; Cisco's Smart Licensing guides; Fortinet's CLI reference and its technical tips on
contract validity; Huawei's licence usage guide; Juniper's CLI reference of ``show system license``. A licence that is only
offered, neither installed nor used, is left out.

Sample (of FortiOS)::

    AV Engine
    ---------
    Version: 6.00285 signed
    Contract Expiry Date: Sat Mar 23 2030
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from collectors.base import Absent, Listing, ParseError, Reason, SessionError
from collectors.facts.devices.licences import LICENCES, Licence
from collectors.network.lines.asking import IOS, blocks, by_command, rows, search, seconds_of, whole, word


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_FORMS: Final = ("%b %d %H:%M:%S %Y", "%a %b %d %Y", "%Y-%m-%d", "%d %b %Y", "%Y/%m/%d", "%b %d %Y")
_ZONE: Final = re.compile(r"(?: [A-Za-z]{2,5}|[.\d]* ?[+-]\d\d:?\d\d)$")
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
_CONTRACT: Final = _of(r"^(?P<name>\S.*?) *\n-{3,} *$")
_CONTRACT_ENDS: Final = _of(r"^Contract Expiry Date: *(\S.*?) *$")
_SERVICES_HEAD: Final = re.compile(r"NAME +VERSION +LAST UPDATE +METHOD +EXPIRE")
_SERVICES_ROW: Final = re.compile(
    r"(?P<name>\S.*?) +(?P<version>\d\S*) +(?P<updated>\d{4}-\d\d-\d\d \S+|N/A|n/a) +(?P<method>\S+) +"
    r"(?P<ends>\d{4}-\d\d-\d\d|N/A|n/a)(?: \S+)?\s*"
)
_HUAWEI_STATE: Final = _of(r"^ *License state *: *(\S.*?)\.? *$")
_HUAWEI_NONE: Final = _of(
    r"^ *(?:Info|Error|Warning)?:? *(?:No (?:active )?license|There is no (?:active )?license|The license is not active).*$"
)
_HUAWEI_FEATURE: Final = _of(r"^ *Feature name *: *(?P<name>\S.*?) *$")
_HUAWEI_TYPE: Final = _of(r"^ *Authorize type *: *(\S+)")
_HUAWEI_ENDS: Final = _of(r"^ *Expired date *: *(\S+)")
_JUNOS_HEAD: Final = re.compile(r" *Feature name +used +installed +needed")
_JUNOS_ROW: Final = re.compile(
    r" +(?P<name>\S.*?) +(?P<used>\d+) +(?P<installed>\d+) +(?P<needed>\d+) +"
    r"(?P<ends>permanent|invalid|\d{4}-\d\d-\d\d \S+ \S+)\s*"
)
_JUNOS_END: Final = re.compile(r"Licenses installed:.*|License identifier:.*")


def day_of(told: str) -> date:
    """A day as devices write it, with or without a time and a zone. Raises ParseError for another form."""
    plain = _ZONE.sub("", " ".join(told.replace(",", " ").split()))
    for text in (plain, plain.partition(" ")[0]):
        for form in _FORMS:
            with suppress(ValueError):
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    raise ParseError("no day", told[:200])


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


def _contracts(text: str) -> Listing[Licence]:
    """FortiGuard's contracts by engine or database; what needs none says n/a."""
    found = []
    for head, below in blocks(text, _CONTRACT):
        ends = word(_CONTRACT_ENDS, below)
        if ends and ends.lower() != "n/a":
            found.append(Licence(head["name"], f"Contract Expiry Date: {ends}", day_of(ends)))
    if not found:
        raise Absent(search(_CONTRACT_ENDS, text, "a contract's end")[0])
    return Listing(tuple(found))


def _services(text: str) -> Listing[Licence]:
    """``get system fortiguard-service status``, which a read-only account may ask too."""
    found = tuple(
        Licence(row["name"], f"EXPIRE {row['ends']}", day_of(row["ends"]))
        for row in rows(text, _SERVICES_HEAD, _SERVICES_ROW)
        if row["ends"].lower() != "n/a"
    )
    if not found:
        raise Absent("NAME VERSION LAST UPDATE METHOD EXPIRE: -")
    return Listing(found)


def _huawei(text: str) -> Listing[Licence]:
    """Features by name with the end of each. Raises Absent where no licence is active, by the device's own word."""
    state = word(_HUAWEI_STATE, text)
    if none := _HUAWEI_NONE.search(text):
        raise Absent(none[0].strip())
    if state.lower().startswith("default"):
        raise Absent(f"License state: {state}")
    found = {one.name: one for one in _huawei_features(text, state)}
    return Listing(tuple(found.values()))


def _huawei_features(text: str, state: str) -> Iterator[Licence]:
    for head, below in blocks(text, _HUAWEI_FEATURE):
        kind, ends = word(_HUAWEI_TYPE, below), search(_HUAWEI_ENDS, below, "the expired date")[1]
        is_permanent = ends.lower().startswith("permanent")
        is_trial = state.lower().startswith(("demo", "trial", "emergency")) or kind.lower().startswith(("demo", "trial"))
        yield Licence(
            head["name"],
            ", ".join(one for one in (state, kind, ends) if one),
            ends_on=None if is_permanent else day_of(ends),
            is_permanent=is_permanent,
            is_evaluation=is_trial,
        )


def _junos(text: str) -> Listing[Licence]:
    """Features that are used or installed; ``needed`` counts those that are used without a licence."""
    if none := re.search(r"^License usage: *none *$", text, re.MULTILINE | re.IGNORECASE):
        raise Absent(none[0])
    found = []
    for row in rows(text, _JUNOS_HEAD, _JUNOS_ROW, re.compile(r" +\(.*\) *| +Licenses.*"), _JUNOS_END):
        if not whole(row["used"]) and not whole(row["installed"]):
            continue
        is_dated = row["ends"][0].isdecimal()
        found.append(
            Licence(
                row["name"],
                f"needed {row['needed']}, {row['ends']}",
                ends_on=day_of(row["ends"]) if is_dated else None,
                is_permanent=row["ends"] == "permanent",
                is_compliant=whole(row["needed"]) == 0,
            )
        )
    if not found:
        raise Absent("License usage: used 0, installed 0")
    return Listing(tuple(found))


_FORTI: Final = ("fortinet",)
COLLECTORS: Final = (
    by_command("licences", LICENCES, IOS, "show license status", _status, also="status"),
    by_command("licences", LICENCES, IOS, "show license usage", _usage, also="usage"),
    by_command("licences", LICENCES, IOS, "show license", _features),
    by_command("licences", LICENCES, ("cisco_nxos",), "show license usage", _usage_nxos),
    by_command("licences", LICENCES, _FORTI, "diagnose autoupdate versions", _contracts),
    by_command("licences", LICENCES, _FORTI, "get system fortiguard-service status", _services, also="services"),
    by_command("licences", LICENCES, ("huawei_vrp",), "display license", _huawei),
    by_command("licences", LICENCES, ("juniper_junos",), "show system license", _junos),
)
