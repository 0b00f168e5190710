"""One inspection in the OpenMetrics text form, for a textfile collector or a push."""

from checks.base import Level
from checks.result import Inspection
from config.text import printable
from reports.documents.score import Assessment

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def as_openmetrics(inspection: Inspection, assessment: Assessment) -> str:
    """Write the exposition; levels are a state set, so that unknown is never a zero that reads as fine."""
    lines = ["# TYPE xunjian_finding_level stateset", "# HELP xunjian_finding_level Level of each inspected subject."]
    for one in inspection.targets:
        for finding in one.findings:
            labels = _labels(target=one.target, check=finding.check, subject=finding.subject)
            lines += [
                f'xunjian_finding_level{{{labels},xunjian_finding_level="{level.value}"}} {int(finding.level is level)}'
                for level in Level
            ]
    lines += [
        "# TYPE xunjian_measure gauge",
        "# HELP xunjian_measure Measured values; the unit is the end of the name label.",
    ]
    for one in inspection.targets:
        for finding in one.findings:
            for name, value in sorted(finding.measures.items()):
                labels = _labels(target=one.target, check=finding.check, subject=finding.subject, name=name)
                lines.append(f"xunjian_measure{{{labels}}} {float(value)!r}")
    lines += ["# TYPE xunjian_coverage_ratio gauge", f"xunjian_coverage_ratio {assessment.coverage.ratio!r}"]
    if not assessment.withheld:
        lines += ["# TYPE xunjian_score gauge", f'xunjian_score{{bound="lower"}} {assessment.lower!r}']
        lines.append(f'xunjian_score{{bound="upper"}} {assessment.upper!r}')
    lines += ["# TYPE xunjian_inspection_ended_seconds gauge"]
    if inspection.ended_at:
        lines.append(f"xunjian_inspection_ended_seconds {inspection.ended_at.timestamp()!r}")
    return "\n".join([*lines, "# EOF"])


def _labels(**labels: str) -> str:
    clean = {name: printable(value, kept="\n").translate(_ESCAPES) for name, value in labels.items()}
    return ",".join(f'{name}="{value}"' for name, value in clean.items())
