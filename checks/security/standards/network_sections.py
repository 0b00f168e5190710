"""Sections of the benchmark of Cisco IOS that the checks name. Titles are ours."""

from typing import Final

from checks.security.standards.sections import Topic
from config.text import _

NETWORK: Final[tuple[Topic, ...]] = (
    Topic(
        _("Authentication, authorisation and accounting (AAA)"),
        "cis-ios15 1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6 1.1.7 1.1.8 1.1.9 1.1.10 1.1.11",
    ),
    Topic(_("Remote lines take SSH only"), "cis-ios15 1.2.2"),
    Topic(_("Addresses from which a device is managed"), "cis-ios15 1.2.4 1.2.5"),
    Topic(_("How passwords are stored on the device"), "cis-ios15 1.4.1 1.4.2 1.4.3"),
    Topic(_("SNMP communities and what they may do"), "cis-ios15 1.5.2 1.5.3 1.5.4 1.5.5 1.5.6"),
    Topic(_("SNMPv3 with authentication and encryption"), "cis-ios15 1.5.9 1.5.10"),
    Topic(_("SSH version, time and tries on the device"), "cis-ios15 2.1.1.1.4 2.1.1.1.5 2.1.1.2"),
    Topic(_("Logging of the device"), "cis-ios15 2.2.1 2.2.4 2.2.5 2.2.6"),
    Topic(_("Time servers of the device"), "cis-ios15 2.3.1.x–2.3.2"),
    Topic(_("Filtering at the border"), "cis-ios15 3.2.x"),
)
