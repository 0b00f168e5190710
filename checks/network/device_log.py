"""What a device wrote into its own log: failures of its parts, and errors by their kind with how often they came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.logs import LOG_LINES, LogLine
from config.limits import Layered, limit
from config.text import _

_CRITICAL, _ERROR, _WARNING = 2, 3, 4
"""Severities of syslog (RFC 5424)."""
_HARDWARE: Final = re.compile(
    r"\bpower\b.{0,60}\b(?:fail\w*|fault\w*|abnormal|lost|no input|invalid)|"
    r"\bfans?\b.{0,60}\b(?:fail\w*|fault\w*|abnormal|stop\w*)|"
    r"parity|\becc\b.{0,30}error|uncorrectable|machine check|"
    r"\b(?:board|card|chip|optical module|transceiver)\b.{0,60}\b(?:fail\w*|fault\w*|abnormal)|"
    r"\b(?:stack|irf|vsu)\b.{0,40}\bsplit|dual-active|multi-?active|"
    r"over-?\s?temperature|temperature.{0,60}(?:exceed|too high|above|critical)",
    re.IGNORECASE,
)
_BETTER: Final = re.compile(r"\b(?:recover|resum|clear|restor)|\bnormal\b|returned|\bok\b", re.IGNORECASE)
_NOT_BETTER: Final = re.compile(
    r"\bfrom\s+(?:the\s+)?[\w-]+\s+(?:state\s+)?to\b|"
    r"\b(?:not|cannot|never|unable to|fail\w* to)\s+(?:be\s+)?(?:recover|resum|clear|restor|normal|ok)\w*",
    re.IGNORECASE,
)
"""A state that was left, and what did not happen: \"changed from normal to failed\", \"cannot be restored\"."""
_LINK: Final = re.compile(
    r"(?:LINK|PHY|PORT|IF|LINEPROTO|PROTO|NEIGHBOR|NBR)?_?(?:UP_?DOWN|STATE\w*|LINKDOWN|LINKUP|CHANGE)$"
)
_LINK_MODULES: Final = re.compile(r"IFNET|IFPDT|LINK|LINEPROTO|PHY|IFMGR|PORT|LLDP|MSTP|STP|ETHTRUNK|LAGG|LACP|DLDP")
_OLDEST_YEAR: Final = 2015
"""A line from before it is of a clock that was not set: nobody knows how old it is."""


@dataclass(frozen=True, slots=True)
class DeviceLogLimits:
    """How far back the log is judged."""

    days: int = limit(
        100, unit="days", source="our judgement: a quarter with some days over; the inspection before saw the rest"
    )


def judge(log: Listing[LogLine], limits: Layered[DeviceLogLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a kind of message that says something, one of links, one of all others together."""
    days = limits.at("").days
    recent = [one for one in log.records if not _is_old(one, days, scene.at)]
    kinds: dict[str, list[LogLine]] = {}
    for one in recent:
        kinds.setdefault(f"{one.module}/{one.mnemonic}", []).append(one)
    links = [one for lines in kinds.values() for one in lines if _is_of_link(one)]
    others = 0
    for name, lines in kinds.items():
        finding = None if _is_of_link(lines[0]) else _judge_one(name, lines)
        others += len(lines) if finding is None and not _is_of_link(lines[0]) else 0
        if finding is not None:
            yield finding
    if links:
        summary = _("{count} messages of links and ports that came or went", count=len(links))
        yield Finding(
            "links", Level.NOTICE, summary, quote=_quote(links[0]), measures={"messages_count": float(len(links))}
        )
    summary = _(
        "{count} other messages of {days} days, none of which tells of an error; {old} older ones were left out",
        count=others,
        days=days,
        old=len(log.records) - len(recent),
    )
    yield Finding("messages", Level.OK, summary, measures={"messages_count": float(others)})


def _judge_one(name: str, lines: Sequence[LogLine]) -> Finding | None:
    """By the worst line of its kind; None where it is but information."""
    worst = next((one for one in lines if _is_critical(one)), None)
    level = Level.CRITICAL
    if worst is None:
        worst = next((one for one in lines if one.severity == _ERROR), None)
        level = Level.WARN
    if worst is None:
        return None
    summary = _("{name}, {count} times: {text}", name=name, count=len(lines), text=worst.text)
    return Finding(name, level, summary, quote=_quote(worst), measures={"messages_count": float(len(lines))})


def _is_critical(one: LogLine) -> bool:
    if _BETTER.search(_NOT_BETTER.sub(" ", one.text)):
        return False
    words = f"{one.module} {one.mnemonic.replace('_', ' ')} {one.text}"
    return one.severity <= _CRITICAL or (one.severity <= _WARNING and bool(_HARDWARE.search(words)))


def _is_of_link(one: LogLine) -> bool:
    """Of ports that go up and down as computers are switched on and off."""
    return one.severity > _CRITICAL and bool(_LINK_MODULES.match(one.module)) and bool(_LINK.search(one.mnemonic))


def _is_old(one: LogLine, days: int, at: datetime) -> bool:
    if one.at is None or one.at.year < _OLDEST_YEAR:
        return False
    return at - one.at.replace(tzinfo=UTC) > timedelta(days=days)


def _quote(one: LogLine) -> str:
    return f"{one.at or ''} {one.module}/{one.severity}/{one.mnemonic}: {one.text}".strip()


DEVICE_LOG: Final = Check(
    id="network.device_log",
    title=_("Log of the device"),
    area=Area.LOGS,
    needs=LOG_LINES,
    limits=DeviceLogLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the log in the device's memory (display logbuffer, show logging), by command line"),
    remedy=_(
        "Look the message up in the maker's manual of logs, compare with the parts and alarms of the device; send the log "
        "to a log server, for the memory holds some hundred messages only."
    ),
    traps=(
        _("ports of users that go up and down are told as errors by some makers: they are counted together"),
        _("the memory is overwritten: what is not there may have been there"),
        _("a clock that is not set writes a wrong date: such lines are judged however old they seem"),
        _("an error that was followed by its end is still told, so that it can be looked up"),
    ),
    refs=("RFC 5424",),
)
