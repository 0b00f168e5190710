"""One inspection as a monitoring plug-in's answer: a status line with performance data, then a line a problem."""

from collections import Counter

from checks.base import LEVEL_WORDS, Finding, Level, worst
from checks.result import Inspection
from checks.subjects import subject_words
from config.text import _, printable, render

_STATUS = {Level.CRITICAL: "CRITICAL", Level.UNKNOWN: "UNKNOWN", Level.WARN: "WARNING"}
_SHOWN = (Level.CRITICAL, Level.UNKNOWN, Level.WARN)


def as_nagios(inspection: Inspection, language: str) -> str:
    """Write the plug-in output (monitoring-plugins guidelines: one status line, ``|``, then long text)."""
    findings = [(one.target, f) for one in inspection.targets for f in one.findings]
    counts = Counter(f.level for _target, f in findings)
    status = _STATUS.get(worst(f.level for _target, f in findings), "OK")
    summary = render(
        _(
            "targets: {targets}; critical: {critical}, warnings: {warn}, not inspected: {unknown}",
            targets=len(inspection.targets),
            critical=counts[Level.CRITICAL],
            warn=counts[Level.WARN],
            unknown=counts[Level.UNKNOWN],
        ),
        language,
    )
    performance = " ".join(f"{level.value}={counts[level]};;;0" for level in Level)
    lines = [f"XUNJIAN {status} - {_plain(summary)} | {performance}"]
    for level in _SHOWN:
        word = render(LEVEL_WORDS[level], language)
        lines += [_plain(f"[{word}] {t} {_said(f, language)}") for t, f in findings if f.level is level]
    return "\n".join(lines)


def _said(finding: Finding, language: str) -> str:
    subject = render(subject_words(finding.check, finding.subject), language)
    return f"{finding.check} {subject}: {render(finding.summary, language)}"


def _plain(text: str) -> str:
    """One line without the sign that begins performance data, and without what would steer a terminal."""
    return printable(" ".join(text.replace("|", "¦").split()))
