"""The machine form of a quarterly document: plain values under stable English names."""

from config.text import Text, render
from reports.documents.accepted import standings
from reports.documents.compare import State
from reports.documents.material import Material
from reports.documents.problems import by_when, whose
from reports.documents.score import Coverage
from reports.documents.sent import sent


def data(material: Material) -> dict[str, object]:
    """Everything the document says, for programs. Texts in the document's language, times in ISO 8601, ids as released."""
    one, assessed = material.inspection, material.assessment
    is_shown = material.site.score != "hidden"
    return {
        "customer": material.site.customer,
        "project": material.site.project,
        "quarter": material.round.quarter,
        "inspection": {
            "id": one.id,
            "started_at": one.started_at,
            "ended_at": one.ended_at,
            "tool_version": one.tool_version,
            "seal": one.seal,
        },
        "verdict": assessed.grade.value,
        "coverage": _coverage(assessed.coverage),
        "score": _score(assessed.printed) if is_shown else None,
        "score_withheld": _text(material, assessed.withheld),
        "targets": [
            {
                "id": target.target,
                "coverage": _coverage(target.coverage),
                "score": {"lower": target.lower, "upper": target.upper} if is_shown and assessed.printed else None,
            }
            for target in assessed.targets
        ],
        "problems": _problems(material),
        "since_last": None
        if material.comparison.is_first
        else {state.value: material.comparison.count(state) for state in State},
        "results": _results(material),
        "asks": _asks(material),
        "series": [
            {"target": t, "check": c, "subject": s, "measure": m, "points": [[at, value] for at, value in points]}
            for (t, c, s, m), points in material.round.series.items()
        ],
    }


def _coverage(counts: Coverage) -> dict[str, object]:
    return {
        "expected": counts.expected,
        "judged": counts.judged,
        "partial": counts.partial,
        "unknown": counts.unknown,
        "absent": counts.absent,
        "ratio": round(counts.ratio, 6),
    }


def _score(printed: tuple[int, int] | None) -> dict[str, int] | None:
    return {"lower": printed[0], "upper": printed[1]} if printed else None


def _text(material: Material, text: Text | None) -> str | None:
    return render(text, material.language) if text else None


def _problems(material: Material) -> list[dict[str, object]]:
    return [
        {
            "number": one.number,
            "check": one.check,
            "level": one.level.value,
            "title": _text(material, one.title),
            "effect": _text(material, one.effect),
            "remedy": _text(material, one.remedy),
            "owner": _text(material, whose(material, one)),
            "deadline": _text(material, by_when(material, one)),
            "accepted": [
                {
                    "target": target,
                    "subject": its.acceptance.subject,
                    "state": its.state.value,
                    "until": its.acceptance.until.isoformat(),
                    "by": its.acceptance.by,
                    "reason": its.acceptance.reason,
                    "control": its.acceptance.control,
                }
                for target, its in standings(material, one)
            ],
            "places": [
                {"target": m.target, "subject": m.finding.subject, "state": m.state.value if m.state else None}
                for m in one.members
            ],
        }
        for one in material.conditions
    ]


def _results(material: Material) -> list[dict[str, object]]:
    return [
        {
            "target": pair.target,
            "check": pair.check,
            "subject": finding.subject,
            "level": finding.level.value,
            "summary": _text(material, finding.summary),
            "observed": _text(material, finding.observed),
            "expected": _text(material, finding.expected),
            "measures": dict(finding.measures),
            "reason": finding.reason,
            "quote": finding.quote,
            "evidence": list(finding.evidence),
            "at": pair.at,
        }
        for pair in material.pairs
        for finding in pair.findings
    ]


def _asks(material: Material) -> list[dict[str, object]]:
    """Everything that was sent, each command whole and once; to whom, and what came of it."""
    groups: dict[tuple[str, str, str], list[dict[str, object]]] = {}
    for target, one in sent(material):
        row: dict[str, object] = {
            "target": target,
            "state": one.state,
            "seconds": one.seconds,
            "evidence": one.evidence,
            "evidence_bytes": one.evidence_bytes,
        }
        groups.setdefault((one.id, one.ask_digest, one.command), []).append(row)
    return [{"id": id_, "digest": digest, "command": command, "sent": to} for (id_, digest, command), to in groups.items()]
