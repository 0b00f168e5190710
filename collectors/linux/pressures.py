"""Pressure stall information, as several of our asks read it from /proc/pressure.

Sample::

    some avg10=0.03 avg60=0.44 avg300=0.23 total=7916213
    full avg10=0.00 avg60=0.00 avg300=0.00 total=0
"""

from collectors.base import ParseError
from collectors.facts.resources import Pressure
from collectors.linux.kernel_files import KernelFiles, decimal


def pressure(files: KernelFiles, path: str) -> Pressure | None:
    """Read one resource's five-minute pressure; None where the file gave nothing (old kernel, or switched off)."""
    if path not in files.lines:
        return None
    found = {line.partition(" ")[0]: _five_minutes(line) for line in files.lines[path]}
    if "some" not in found:
        raise ParseError("pressure without 'some'", "; ".join(files.lines[path]))
    return Pressure(found["some"], found.get("full"))


def _five_minutes(line: str) -> float:
    for word in line.split():
        name, _equals, value = word.partition("=")
        if name == "avg300":
            return decimal(value, line) / 100
    raise ParseError("pressure without avg300", line)
