"""What a device is asked with: a community, or a user of SNMPv3 with its keys."""

from dataclasses import dataclass

from config.secrets import Secret


@dataclass(frozen=True, slots=True)
class SnmpLogin:
    """One login. ``version`` is 1, 2c or 3; without ``auth`` v3 is noAuthNoPriv, without ``priv`` authNoPriv.

    ``auth_protocol`` is md5, sha, sha224, sha256, sha384 or sha512; ``priv_protocol`` des, aes, aes192, aes256 (keys
    extended as in draft-blumenthal-aes-usm-04, net-snmp's way), aes192c or aes256c (as in draft-reeder-snmpv3-usm-3desede,
    Cisco's).
    """

    version: str
    community: Secret | None = None
    user: str = ""
    auth_protocol: str = "sha"
    auth: Secret | None = None
    priv_protocol: str = "aes"
    priv: Secret | None = None
    context: str = ""
