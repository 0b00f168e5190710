"""Entries of the guide to high-risk judgements that our evidence or a person's answer can decide. Titles are ours."""

from typing import Final

from checks.security.standards.sections import DIGEST, Section
from config.text import _

ENTRIES: Final[tuple[Section, ...]] = (
    Section("guide", "6.3.1.1", _("Idle ports of network devices are open"), 2, source=DIGEST),
    Section("guide", "6.4.1.1", _("Empty or weak passwords"), 2, source=DIGEST),
    Section("guide", "6.4.1.2", _("Credentials cross the network in clear text"), 2, source=DIGEST),
    Section("guide", "6.4.1.3", _("No second factor at the login of administrators"), 3, source=DIGEST),
    Section("guide", "6.4.2.1", _("Default accounts with default passwords"), 2, source=DIGEST),
    Section("guide", "6.4.3.1", _("Superfluous services or high-risk ports reachable from afar"), 2, source=DIGEST),
    Section("guide", "6.4.3.2", _("High-risk vulnerabilities that can be used"), 2, source=DIGEST),
    Section("guide", "6.4.4.1", _("No protection from malicious code, or one that is over a month old"), 2, source=DIGEST),
    Section("guide", "6.4.5.1", _("Important data transmitted in clear text"), 3, source=DIGEST),
    Section("guide", "6.4.5.2", _("Important data stored in clear text"), 3, source=DIGEST),
    Section("guide", "6.4.6.1", _("No local backup of important data"), 3, source=DIGEST),
    Section("guide", "6.4.6.2", _("No hot redundancy of important systems"), 3, source=DIGEST),
    Section("guide", "6.5.1.2", _("Audit records kept for less than six months"), 3, source=DIGEST),
    Section("guide", "6.10.1.1", _("No emergency plan for important events"), 2, source=DIGEST),
)
