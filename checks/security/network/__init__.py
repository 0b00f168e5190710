"""Security checks of network devices, in the order of the report."""

from typing import Final

from checks.security.network.aaa import AAA
from checks.security.network.acl_any_any import ACL_ANY_ANY
from checks.security.network.config_saved_and_backed_up import CONFIG_SAVED_AND_BACKED_UP
from checks.security.network.exec_timeout import EXEC_TIMEOUT
from checks.security.network.firmware import FIRMWARE
from checks.security.network.http_mgmt import HTTP_MGMT
from checks.security.network.ntp import NTP
from checks.security.network.password_encryption import PASSWORD_ENCRYPTION
from checks.security.network.snmp_community import SNMP_COMMUNITY
from checks.security.network.snmp_v3 import SNMP_V3
from checks.security.network.ssh_v2 import SSH_V2
from checks.security.network.syslog import SYSLOG
from checks.security.network.telnet import TELNET
from checks.security.network.unused_ports import UNUSED_PORTS
from checks.security.network.vty_acl import VTY_ACL
from checks.security.shape import SecurityCheck

CHECKS: Final[tuple[SecurityCheck, ...]] = (
    TELNET,
    SSH_V2,
    HTTP_MGMT,
    VTY_ACL,
    EXEC_TIMEOUT,
    AAA,
    PASSWORD_ENCRYPTION,
    SNMP_COMMUNITY,
    SNMP_V3,
    SYSLOG,
    NTP,
    UNUSED_PORTS,
    ACL_ANY_ANY,
    CONFIG_SAVED_AND_BACKED_UP,
    FIRMWARE,
)
