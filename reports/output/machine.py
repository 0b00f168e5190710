"""One inspection as JSON: the versioned form that scripts read. Documented in docs/output.md."""

import json
from typing import Any

from checks.acceptance import Accepted, Standing
from checks.base import Finding, Link
from checks.result import Inspection, TargetResult, finding_id
from config.text import Text, render
from reports.documents.score import Assessment, Coverage

NONE_ACCEPTED = Accepted()
SCHEMA = "xunjian.inspection/1"


def as_json(inspection: Inspection, assessment: Assessment, language: str, accepted: Accepted = NONE_ACCEPTED) -> str:
    """Write the inspection with texts in ``language``; ids, levels, reasons and measures are the same in every one."""
    return json.dumps(as_object(inspection, assessment, language, accepted), ensure_ascii=False, indent=1)


def as_object(
    inspection: Inspection, assessment: Assessment, language: str, accepted: Accepted = NONE_ACCEPTED
) -> dict[str, Any]:
    """Give the object of ``as_json``."""
    return {
        "schema": SCHEMA,
        "inspection": {
            "id": inspection.id,
            "started_at": inspection.started_at.isoformat(),
            "ended_at": inspection.ended_at.isoformat() if inspection.ended_at else None,
            "purpose": inspection.purpose,
            "state": inspection.state,
            "tool_version": inspection.tool_version,
            "seal": inspection.seal,
            "footprint": dict(inspection.footprint),
            "defects": [render(defect, language) for defect in inspection.defects],
        },
        "coverage": _coverage(assessment.coverage),
        "grade": assessment.grade.value,
        "score": _score(assessment),
        "score_withheld": _words(assessment.withheld, language) if assessment.withheld else None,
        "targets": [_target(one, language, accepted) for one in inspection.targets],
    }


def _coverage(coverage: Coverage) -> dict[str, float]:
    return {
        "expected": coverage.expected,
        "judged": coverage.judged,
        "partial": coverage.partial,
        "unknown": coverage.unknown,
        "absent": coverage.absent,
        "ratio": round(coverage.ratio, 4),
    }


def _score(assessment: Assessment) -> dict[str, float] | None:
    if assessment.withheld:
        return None
    return {"lower": round(assessment.lower, 1), "upper": round(assessment.upper, 1)}


def _target(one: TargetResult, language: str, accepted: Accepted) -> dict[str, Any]:
    return {
        "id": one.target,
        "kind": one.kind,
        "platform": one.platform,
        "members": list(one.members),
        "address": one.address,
        "state": one.state,
        "identity": dict(one.identity),
        "about": dict(one.about),
        "findings": [
            _finding(one.target, finding, language) | _accepted(accepted.of(one.target, finding))
            for finding in one.findings
        ],
        "exhibits": [
            {
                "check": exhibit.check,
                "title": render(exhibit.title, language),
                "columns": [render(column, language) for column in exhibit.columns],
                "rows": [[render(c, language) if isinstance(c, Text) else c for c in row] for row in exhibit.rows],
                "links": [_link(one.target, link) for link in exhibit.links],
            }
            for exhibit in one.exhibits
        ],
    }


def _link(target: str, link: Link) -> dict[str, str]:
    return {
        "one": link.one or target,
        "port": link.port,
        "other": link.other,
        "other_port": link.other_port,
        "level": link.level.value,
    }


def _finding(target: str, finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding_id(target, finding.check, finding.subject),
        "check": finding.check,
        "subject": finding.subject,
        "level": finding.level.value,
        "reason": finding.reason or None,
        "summary": render(finding.summary, language),
        "observed": _words(finding.observed, language),
        "expected": _words(finding.expected, language),
        "quote": finding.quote,
        "measures": dict(finding.measures),
        "evidence": list(finding.evidence),
        "remedy": _words(finding.remedy, language),
    }


def _accepted(one: Standing | None) -> dict[str, Any]:
    """What was accepted of a finding; its level above is as it was judged."""
    if one is None:
        return {}
    told = one.acceptance
    return {
        "accepted": {
            "state": one.state.value,
            "until": told.until.isoformat(),
            "level": told.level.value,
            "by": told.by,
            "reason": told.reason,
            "control": told.control,
        }
    }


def _words(text: Text | None, language: str) -> str | None:
    return render(text, language) if text else None
