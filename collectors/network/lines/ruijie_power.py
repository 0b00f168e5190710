"""What a chassis of RGOS writes around its power supplies in ``show power``, which the table of them is read without.

Evidence: a recording of an S8600E behind a public fork of ntc-templates: names and values of the chassis above the table,
below them a table of the boards' power and one of sums; a voltage in and out is written with blanks within. Sample::

    Chassis-type: RG-S8607E
    power-id  power-type    supply(W)  status      vol-in/out(V)  cur-out(mA)  supply-out(W)
    1         RG-PA1600I    1600       ok          235   /11.978   8125         97
    POE1      N/A           N/A        N/A         N/A   /N/A      N/A          N/A

    slot    card_type                        status      require(W)  allocate(W)
    1       M8600E-48XS-DC                   power-on    212         212
"""

import re
from collections.abc import Sequence
from typing import Final

from collectors.network.lines.reading import headings

_OF_CHASSIS: Final = re.compile(r"\s*(?:chassis-type|power-redun\w*|energy-saving)\s*:", re.IGNORECASE)
_WITHIN: Final = re.compile(r"(?<=\S)\s+(?=/)")


def supplies_alone(lines: Sequence[str]) -> list[str]:
    """The lines of the supplies' own table, with each of its cells in one piece."""
    end = next((at for at, line in enumerate(lines) if "card_type" in headings(line)), len(lines))
    return [_WITHIN.sub("", line) for line in lines[:end] if not _OF_CHASSIS.match(line)]
