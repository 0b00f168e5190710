"""The session of a device target: SNMP, command line, or both."""

from collections.abc import Callable
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.base import Session
from collectors.sessions.snmp.login import SnmpLogin
from config.secrets import Secret
from config.site import Credential, SnmpAccess
from config.text import _

V3: Final = "3"
_V2C: Final = "2c"
_NO_COMMUNITY = _("write community: (or snmp_user: with auth: and priv:) as a reference under the credential")
_NO_USER = _("write snmp_user: under the credential, and auth: and priv: with its passwords")
SecretOf = Callable[[Credential, str], Secret | None]
Way = Callable[[], Session]


def login_of(access: SnmpAccess, credential: Credential, secret: SecretOf) -> SnmpLogin:
    """Make what a device is asked with. Raises SessionError (no credential) where the entry names too little."""
    version = access.version or (V3 if credential.snmp_user else _V2C)
    if version == V3:
        if not credential.snmp_user:
            raise SessionError(Reason.NO_CREDENTIAL, f"{credential.place} {credential.name}.snmp_user", _NO_USER)
        return SnmpLogin(
            V3,
            user=credential.snmp_user,
            auth_protocol=credential.auth_protocol or "sha",
            auth=secret(credential, "auth"),
            priv_protocol=credential.priv_protocol or "aes",
            priv=secret(credential, "priv"),
            context=access.context,
        )
    community = secret(credential, "community")
    if community is None:
        raise SessionError(Reason.NO_CREDENTIAL, f"{credential.place} {credential.name}.community", _NO_COMMUNITY)
    return SnmpLogin(version, community=community)
