"""GB/T 22239-2019, level 3: management of operation (8.1.10), as far as an inspection speaks of it. Titles are ours."""

from typing import Final

from checks.security.standards.sections import Section
from config.text import _

RUNNING: Final[tuple[Section, ...]] = (
    Section("gbt22239", "8.1.10", _("Management of operation"), 3),
    Section("gbt22239", "8.1.10.1", _("Management of the environment"), 3),
    Section("gbt22239", "8.1.10.2", _("Management of assets"), 3),
    Section("gbt22239", "8.1.10.2a", _("A list of assets is kept"), 3),
    Section("gbt22239", "8.1.10.3", _("Management of media"), 3),
    Section("gbt22239", "8.1.10.4", _("Maintenance of equipment"), 3),
    Section("gbt22239", "8.1.10.5", _("Management of vulnerabilities and risks"), 3),
    Section("gbt22239", "8.1.10.5a", _("Vulnerabilities looked for and mended"), 3),
    Section("gbt22239", "8.1.10.5b", _("Regular assessment, and measures after it"), 3),
    Section("gbt22239", "8.1.10.6", _("Management of network and systems"), 3),
    Section("gbt22239", "8.1.10.6c", _("Rules for running network and systems"), 3),
    Section("gbt22239", "8.1.10.6e", _("Log of operations, with daily inspection"), 3),
    Section("gbt22239", "8.1.10.6f", _("Logs analysed, suspicious behaviour found"), 3),
    Section("gbt22239", "8.1.10.6g", _("Changes approved and recorded"), 3),
    Section("gbt22239", "8.1.10.6h", _("Operation tools approved, logged, their data deleted"), 3),
    Section("gbt22239", "8.1.10.6i", _("Remote access approved, logged, closed afterwards"), 3),
    Section("gbt22239", "8.1.10.7", _("Management of protection from malicious code"), 3),
    Section("gbt22239", "8.1.10.8", _("Management of configuration"), 3),
    Section("gbt22239", "8.1.10.8a", _("Basic configuration recorded: versions, patches, parameters"), 3),
    Section("gbt22239", "8.1.10.8b", _("Changes of configuration controlled and recorded"), 3),
    Section("gbt22239", "8.1.10.9", _("Management of cryptography"), 3),
    Section("gbt22239", "8.1.10.10", _("Management of changes"), 3),
    Section("gbt22239", "8.1.10.11", _("Management of backup and recovery"), 3),
    Section("gbt22239", "8.1.10.11c", _("Strategy and procedure of backup and recovery"), 3),
    Section("gbt22239", "8.1.10.12", _("Handling of security incidents"), 3),
    Section("gbt22239", "8.1.10.13", _("Management of emergency plans"), 3),
    Section("gbt22239", "8.1.10.14", _("Management of outsourced operation"), 3),
)
