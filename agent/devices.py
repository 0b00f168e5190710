"""The session of a device target: SNMP, command line, or both."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.guarding import Guard, Guarded
from collectors.base import Reason, SessionError
from collectors.sessions.base import Aside, Budget, Session
from collectors.sessions.login import Login
from collectors.sessions.snmp.login import SnmpLogin
from config.kinds import FAMILIES, NETWORK, asked_as
from config.secrets import Secret
from config.site import Credential, SnmpAccess, Target, TelnetAccess
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store
    from collectors.sessions.snmp.greeting import Greeter
    from collectors.sessions.ssh import SshSession

V3: Final = "3"
_V2C: Final = "2c"
_NO_COMMUNITY = _("write community: (or snmp_user: with auth: and priv:) as a reference under the credential")
_NO_USER = _("write snmp_user: under the credential, and auth: and priv: with its passwords")
SecretOf = Callable[[Credential, str], Secret | None]
_MANY: Final = 2
"""Devices from which on a run greets them all at once."""


class Devices:
    """Opens the sessions of devices. Secrets, credentials, SSH sessions and where to wait (``aside``) are the opener's."""

    def __init__(
        self,
        store: "Store",
        named: Callable[[str], Credential],
        secret: SecretOf,
        ssh: Callable[[Target, Budget], "SshSession"],
        aside: Aside,
    ) -> None:
        self._store = store
        self._named = named
        self._secret = secret
        self._ssh = ssh
        self._aside = aside
        self._greeter: Greeter | None = None

    def greet(self, targets: Iterable[Target]) -> None:
        """Say the first word to all devices of a run at once, so that the dead cost it one time-out and not one each."""
        asked = [target for target in targets if asked_as(target.platform) == NETWORK and target.snmp is not None]
        if len(asked) < _MANY:
            return
        from collectors.sessions.snmp.greeting import Greeter  # noqa: PLC0415 - only where devices are

        self._greeter = Greeter(filter(None, map(self._greeted, asked)))
        self._greeter.start()

    def stop(self) -> None:
        """Greet no more."""
        if self._greeter is not None:
            self._greeter.stop()

    def session(self, target: Target, budget: Budget) -> Session:
        """A device is asked by SNMP and by its command line, as far as its entry names them."""
        from collectors.sessions.device import DeviceSession  # noqa: PLC0415 - only where a device is

        ways: dict[str, Callable[[], Session]] = {}
        if target.snmp is not None:
            ways["snmp"] = lambda: self._snmp(target, budget)
        if target.kind == "network" and target.ssh.credential:
            ways["ssh"] = lambda: self._line(target, budget)
        elif target.telnet is not None:
            ways["telnet"] = lambda: self._telnet(target, budget)
        return DeviceSession(ways)

    def _greeted(self, target: Target) -> "tuple[str, str, SnmpAccess, SnmpLogin] | None":
        """What the greeter needs of a target; None where its login cannot be made, as its session will say."""
        access = target.snmp or SnmpAccess()
        try:
            credential = self._named(access.credential)
            Guard(self._store, target, credential, entry=access).before()
            return target.id, target.address, access, login_of(access, credential, self._secret)
        except SessionError:
            return None

    def _snmp(self, target: Target, budget: Budget) -> Session:
        from collectors.sessions.snmp.session import SnmpSession  # noqa: PLC0415 - only where a device is

        access = target.snmp or SnmpAccess()
        credential = self._named(access.credential)
        login = login_of(access, credential, self._secret)
        greeted = partial(self._greeter.met, target.id) if self._greeter is not None else None
        keys = self._greeter.keys if self._greeter is not None else None
        session = SnmpSession(target.address, access, login, budget, greeted=greeted, keys=keys, aside=self._aside)
        return Guarded(session, Guard(self._store, target, credential, entry=access))

    def _line(self, target: Target, budget: Budget) -> Session:
        """The command line of a device, over the same SSH session as a host's."""
        from collectors.sessions.cli.session import CliSession, Way  # noqa: PLC0415 - only where a device is

        credential = self._named(target.ssh.credential)
        names = {"user": credential.user, "account": target.ssh.account or credential.user, "address": target.address}
        enable = self._secret(credential, "enable")
        way = Way(family_of(target), credential.user, enable, target.ssh.menu, names)
        session = CliSession(self._ssh(target, budget), budget, way)
        # The login by SSH has a guard of its own; this one remembers a refused password of the privileged mode.
        return Guarded(session, Guard(self._store, target, credential, entry=target.ssh))

    def _telnet(self, target: Target, budget: Budget) -> Session:
        from collectors.sessions.cli.session import CliSession, Way  # noqa: PLC0415 - only where a device is
        from collectors.sessions.cli.telnet import TelnetWay  # noqa: PLC0415 - as above

        access = target.telnet or TelnetAccess()
        credential = self._named(access.credential)
        login = Login(user=credential.user, password=self._secret(credential, "password"))
        way = Way(family_of(target), credential.user, self._secret(credential, "enable"))
        session = CliSession(TelnetWay(target.address, access, login, budget), budget, way)
        return Guarded(session, Guard(self._store, target, credential, entry=access))


def family_of(target: Target) -> str:
    """The family of a device's command line as its entry names it; "" is found out."""
    return target.platform if target.platform in FAMILIES else ""


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
