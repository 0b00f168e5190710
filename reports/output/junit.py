"""One inspection as JUnit XML: a suite a target, a case a finding; not inspected is skipped, never passed."""

import re
from xml.etree import ElementTree as ET

from checks.base import Finding, Level
from checks.result import Inspection
from config.text import render

_FAILS = frozenset({Level.WARN, Level.CRITICAL})
_SKIPS = frozenset({Level.UNKNOWN, Level.ABSENT})
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(inspection: Inspection, language: str) -> str:
    """Write the XML document."""
    root = ET.Element("testsuites", name="xunjian", id=inspection.id)
    for one in inspection.targets:
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_clean(one.target),
            timestamp=one.started_at.isoformat(),
            tests=str(len(one.findings)),
            failures=str(sum(f.level in _FAILS for f in one.findings)),
            skipped=str(sum(f.level in _SKIPS for f in one.findings)),
        )
        for finding in one.findings:
            _case(suite, finding, language)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _case(suite: ET.Element, finding: Finding, language: str) -> None:
    case = ET.SubElement(suite, "testcase", classname=finding.check, name=_clean(finding.subject or finding.check))
    message = _clean(render(finding.summary, language))
    if finding.level in _FAILS:
        failure = ET.SubElement(case, "failure", type=finding.level.value, message=message)
        failure.text = _clean(
            "\n".join(filter(None, (finding.quote, render(finding.remedy, language) if finding.remedy else "")))
        )
    elif finding.level in _SKIPS:
        ET.SubElement(case, "skipped", message=message)
    else:
        ET.SubElement(case, "system-out").text = message


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
