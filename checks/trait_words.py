"""What the traits of a machine, a database server and a device are called, where what changed of them is told."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

_VERSION: Final = _("version")
_PRODUCT: Final = _("product")
SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("database.postgres.changed_server", "version"): _VERSION,
    ("database.postgres.changed_server", "system identifier"): _("system identifier of the cluster"),
    ("database.postgres.changed_server", "product"): _PRODUCT,
    ("database.postgres.changed_server", "role"): _("role (primary or standby)"),
    ("database.postgres.changed_server", "checksums"): _("checksums of pages"),
    ("database.mysql.changed_server", "version"): _VERSION,
    ("database.mysql.changed_server", "product"): _PRODUCT,
    ("network.changed_identity", "version"): _VERSION,
    ("network.changed_identity", "model"): _("model"),
    ("network.changed_identity", "serial"): _("serial number"),
    ("server.changed_system", "kernel"): _("kernel version"),
    ("server.changed_system", "release"): _("release of the operating system"),
    ("server.changed_system", "architecture"): _("architecture"),
    ("server.changed_system", "time-zone"): _("time zone"),
    ("server.changed_system", "processors"): _("number of processors"),
    ("server.changed_system", "memory-gib"): _("memory (GiB)"),
    ("server.changed_system", "selinux"): _("SELinux"),
}
