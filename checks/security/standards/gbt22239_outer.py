"""GB/T 22239-2019, level 3: communication network (8.1.2) and boundary of zones (8.1.3). Titles are ours."""

from typing import Final

from checks.security.standards.sections import Section
from config.text import _

OUTER: Final[tuple[Section, ...]] = (
    Section("gbt22239", "8.1.2", _("Secure communication network"), 3),
    Section("gbt22239", "8.1.2.1", _("Network architecture"), 3),
    Section("gbt22239", "8.1.2.1a", _("Devices have capacity left at the peak"), 3),
    Section("gbt22239", "8.1.2.1b", _("Bandwidth is enough at the peak"), 3),
    Section("gbt22239", "8.1.2.1c", _("Network divided into zones with their own addresses"), 3),
    Section("gbt22239", "8.1.2.1d", _("Important zones are kept apart"), 3),
    Section("gbt22239", "8.1.2.1e", _("Lines and key devices are redundant"), 3),
    Section("gbt22239", "8.1.2.2", _("Transmission over the network"), 3),
    Section("gbt22239", "8.1.2.2a", _("Integrity of what is transmitted"), 3),
    Section("gbt22239", "8.1.2.2b", _("Secrecy of what is transmitted"), 3),
    Section("gbt22239", "8.1.2.3", _("Trusted verification of communication devices"), 3),
    Section("gbt22239", "8.1.3", _("Secure boundary of zones"), 3),
    Section("gbt22239", "8.1.3.1", _("Protection of the boundary"), 3),
    Section("gbt22239", "8.1.3.1a", _("Traffic crosses only by controlled interfaces"), 3),
    Section("gbt22239", "8.1.3.1b", _("Unauthorised devices are kept from connecting; idle ports closed"), 3),
    Section("gbt22239", "8.1.3.1c", _("Users inside are kept from connecting to the outside by themselves"), 3),
    Section("gbt22239", "8.1.3.1d", _("Wireless networks come in by a controlled device"), 3),
    Section("gbt22239", "8.1.3.2", _("Access control at the boundary"), 3),
    Section("gbt22239", "8.1.3.2a", _("What is not allowed is refused by default"), 3),
    Section("gbt22239", "8.1.3.2b", _("Superfluous rules are removed"), 3),
    Section("gbt22239", "8.1.3.2c", _("Rules name source, destination, ports and protocol"), 3),
    Section("gbt22239", "8.1.3.2d", _("Access by the state of the session"), 3),
    Section("gbt22239", "8.1.3.2e", _("Access by application protocol and content"), 3),
    Section("gbt22239", "8.1.3.3", _("Intrusion prevention at the boundary"), 3),
    Section("gbt22239", "8.1.3.3a", _("Attacks from outside are detected and stopped"), 3),
    Section("gbt22239", "8.1.3.3b", _("Attacks from inside are detected and stopped"), 3),
    Section("gbt22239", "8.1.3.3c", _("Behaviour on the network is analysed"), 3),
    Section("gbt22239", "8.1.3.3d", _("Attacks are recorded and reported"), 3),
    Section("gbt22239", "8.1.3.4", _("Protection from malicious code and spam"), 3),
    Section("gbt22239", "8.1.3.4a", _("Malicious code is removed at key points"), 3),
    Section("gbt22239", "8.1.3.4b", _("Spam is filtered at key points"), 3),
    Section("gbt22239", "8.1.3.5", _("Security audit at the boundary"), 3),
    Section("gbt22239", "8.1.3.5a", _("Audit of every user at boundary and key points"), 3),
    Section("gbt22239", "8.1.3.5b", _("Fields of boundary audit records"), 3),
    Section("gbt22239", "8.1.3.5c", _("Boundary audit records are protected and backed up"), 3),
    Section("gbt22239", "8.1.3.5d", _("Remote access and internet use are audited on their own"), 3),
    Section("gbt22239", "8.1.3.6", _("Trusted verification of boundary devices"), 3),
)
