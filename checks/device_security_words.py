"""What fixed subjects of the security checks of devices are called."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("security.network.ssh_v2", "version"): _("version of SSH"),
    ("security.network.ssh_v2", "timeout"): _("time to log in"),
    ("security.network.ssh_v2", "retries"): _("tries to log in"),
    ("security.network.aaa", "authentication"): _("authentication"),
    ("security.network.aaa", "accounting"): _("accounting"),
    ("security.network.password_encryption", "cover"): _("hiding of new passwords"),
    ("security.network.snmp_community", "not understood"): _("a community that was not understood"),
    ("security.network.snmp_v3", "versions"): _("versions of SNMP"),
    ("security.network.syslog", "server"): _("log server"),
    ("security.network.syslog", "times"): _("times of messages"),
    ("security.network.ntp", "servers"): _("time servers"),
    ("security.network.ntp", "keys"): _("keys of the time servers"),
    ("security.network.ntp", "synchronisation"): _("synchronisation of the clock"),
    ("security.network.config_saved_and_backed_up", "saved"): _("saving of the configuration"),
    ("security.network.config_saved_and_backed_up", "copy"): _("copies of the configuration"),
    ("security.network.config_saved_and_backed_up", "changes"): _("changes of the configuration"),
}
NAMED: Final[Mapping[tuple[str, str], Text]] = {
    ("security.network.password_encryption", "user"): _("user {name}"),
    ("security.network.snmp_community", "community"): _("community {name}"),
    ("security.network.snmp_v3", "user"): _("user {name}"),
    ("security.network.snmp_v3", "group"): _("group {name}"),
    ("security.network.acl_any_any", "unused"): _("use of list {name}"),
    ("security.network.acl_any_any", "shadowed"): _("rules of list {name} that are never reached"),
}
"""Of subjects that are one of these words and a name."""
