"""Open a session for a target: its credential resolved, its jump hosts, and never a refused credential again."""

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from threading import Lock, RLock
from typing import TYPE_CHECKING, Final

import click

from agent.devices import Devices
from agent.guarding import ASKED, Guard, Guarded, GuardedSsh
from agent.language import LANGUAGE
from agent.sending import way_of
from agent.slots import Slots
from agent.vaults import PASSPHRASE_PROMPT, Vault, VaultTrouble, ask_passphrase, vault_path
from collectors.base import Reason, SessionError
from collectors.sessions.base import Budget, Session
from collectors.sessions.local import LocalSession
from collectors.sessions.login import Login
from collectors.sessions.ssh import SshSession
from config.kinds import DATABASES, NETWORK, asked_as
from config.own import HERE, ProgramCheck
from config.problems import ConfigError
from config.secrets import Asked, Secret, in_vault, resolve
from config.site import Access, Credential, Site, SqlAccess, SshAccess, Target
from config.text import Text, _, render
from config.vault import Entry

if TYPE_CHECKING:
    from agent.store.store import Store
    from collectors.sessions.sql import Dialect

_SECRETS = ("password", "passphrase", "community", "auth", "priv", "enable")
_NO_ENTRY: Final = Entry(version="")


class Opener:
    """Gives, for each target, what opens its session. Secrets that are asked for are asked once and kept in memory."""

    def __init__(self, site: Site, store: "Store", slots: Slots | None = None) -> None:
        self._site = site
        self._store = store
        self._targets: Mapping[str, Target] = {target.id: target for target in site.targets}
        self._asked = Asked(_prompt)
        self._vault = Vault(vault_path(site.vault), lambda: ask_passphrase(render(PASSPHRASE_PROMPT, LANGUAGE)))
        self._said: Text | None = None
        self._jumps: dict[str, SshSession] = {}
        self._turn = RLock()  # a jump host may itself stand behind one
        self.slots = slots or Slots(site.bounds.parallel)
        """Which its sessions step aside from while they wait."""
        self._devices = Devices(store, self._named, self._secret, self._ssh, self.slots.aside)
        self._terminal = Lock()  # its own: one code that is typed holds up nobody else

    def __call__(self, target: Target) -> Callable[[], Session]:
        """Prepare a target; the result is called in the target's own thread."""
        budget = self._budget(target)
        prepared = self._prepared(target, budget)
        if not any(isinstance(one, ProgramCheck) and one.runs == HERE for one in target.own):
            return prepared
        return lambda: _with_programs(target, budget, prepared())

    def _prepared(self, target: Target, budget: Budget) -> Callable[[], Session]:
        if target.kind == "local":
            return lambda: LocalSession(budget, sudo=target.sudo)
        if target.kind == "bmc" and asked_as(target.platform) != NETWORK:
            return lambda: self._bmc(target, budget)
        if target.kind == "function":
            return lambda: self._function(target, budget)
        if target.kind in DATABASES:
            return lambda: self._database(target, budget)
        if asked_as(target.platform) == NETWORK:
            return lambda: self._devices.session(target, budget)
        return lambda: self._ssh(target, budget)

    def ask_beforehand(self, targets: Iterable[Target]) -> None:
        """Ask for every secret that the targets and their jump hosts need, before anything runs."""
        for target in targets:
            if target.kind == "local":
                continue
            used = [target.ssh.credential, *(way.credential for way in target.ways.values())]
            used += [way.credential for way in (target.sql, target.snmp, target.telnet) if way is not None]
            for credential, name in ((self._named(one), secret) for one in used for secret in _SECRETS):
                if getattr(credential, name) == ASKED:
                    with suppress(SessionError):  # nobody to ask: said of each target that needs it, no other's trouble
                        self._asked(f"{credential.name}.{name}")
            if target.ssh.jump:
                self.ask_beforehand([self._targets[target.ssh.jump]])

    def greet(self, targets: Iterable[Target]) -> None:
        """Say the first word to all devices of a run at once."""
        self._devices.greet(targets)

    def close(self) -> None:
        """Close the sessions with jump hosts, which outlive those that went through them."""
        self._devices.stop()
        for session in self._jumps.values():
            session.close()

    def _budget(self, target: Target) -> Budget:
        bounds = self._site.bounds
        return Budget(target.seconds or bounds.target_seconds, bounds.connect_seconds, bounds.sample_seconds)

    def _credential(self, target: Target) -> Credential:
        return self._named(target.ssh.credential)

    def _named(self, name: str) -> Credential:
        credential = self._site.credentials.get(name) or Credential(name=name)
        for found in filter(None, (in_vault(getattr(credential, secret)) for secret in _SECRETS)):
            entry = self._entries().get(found[0], _NO_ENTRY)
            credential = replace(credential, user=credential.user or entry.user, version=entry.version)
        return credential

    def credential(self, name: str) -> Credential:
        """A credential of the configuration, with what the vault says of it."""
        return self._named(name)

    def secret(self, credential: Credential, name: str) -> Secret | None:
        """One secret of a credential. Raises SessionError where it cannot be had."""
        return self._secret(credential, name)

    def opened_vault(self) -> Mapping[str, Entry]:
        """What the vault holds, where a credential refers to it; nothing is asked for otherwise."""
        references = (getattr(one, name) for one in self._site.credentials.values() for name in _SECRETS)
        return self._entries() if any(map(in_vault, references)) else {}

    def _entries(self) -> Mapping[str, Entry]:
        """What the vault holds. What keeps it shut is said once here, and then of each target that needs it."""
        try:
            return self._vault.open()
        except VaultTrouble as trouble:
            with self._terminal:
                is_new, self._said = trouble.text != self._said, trouble.text
            if is_new:
                click.echo(render(trouble.text, LANGUAGE), err=True)
            return {}

    def _ssh(self, target: Target, budget: Budget, *, is_jump: bool = False) -> SshSession:
        credential = self._credential(target)
        jump = self._jump(target.ssh.jump) if target.ssh.jump else None
        names = {
            "user": credential.user,
            "account": target.ssh.account or credential.user,
            "address": target.address,
        }
        where, access = _through(target)
        login = Login(
            user=target.ssh.login.format_map(names) if target.ssh.login else credential.user,
            key_path=credential.private_key,
            passphrase=self._secret(credential, "passphrase"),
            password=self._secret(credential, "password"),
            use_agent=credential.use_agent,
            code=self._code if credential.one_time_code else None,
        )
        guard = Guard(self._store, target, credential, entry=target.ssh, is_jump=is_jump)
        return GuardedSsh(guard, where, access, login, budget, known_hosts=self._site.known_hosts, jump=jump, names=names)

    def _bmc(self, target: Target, budget: Budget) -> Session:
        """A BMC is asked by Redfish; by IPMI a host asks its own (ipmitool, in the round's script)."""
        from collectors.sessions.redfish import RedfishSession  # noqa: PLC0415 - only where a BMC is

        access = target.ways.get("redfish", Access())
        credential = self._named(access.credential)
        password = self._secret(credential, "password")
        session = RedfishSession(target.address, access, credential.user, password, budget)
        return Guarded(session, Guard(self._store, target, credential, entry=access))

    def _function(self, target: Target, budget: Budget) -> Session:
        """A function is asked at its address; the credential is that of its own way, where the entry names one."""
        from collectors.sessions.functions import FunctionSession  # noqa: PLC0415 - only where a function is

        access = target.ways.get(way_of(target), Access())
        credential = self._named(access.credential)
        password = self._secret(credential, "password")
        session = FunctionSession(
            target.address,
            access,
            credential.user,
            password,
            budget,
            steps=target.steps,
            confirmed_by=target.confirmed_by,
        )
        return Guarded(session, Guard(self._store, target, credential, entry=access)) if access.credential else session

    def _database(self, target: Target, budget: Budget) -> Session:
        """A database is asked by its driver, or by its own client on its host."""
        from agent.databases import session_of  # noqa: PLC0415 - only where a database is

        access = target.sql or SqlAccess()
        credential = self._named(access.credential)
        password = self._secret(credential, "password")
        session = session_of(target, access, credential.user, password, budget, self._host_of(target, budget))
        return Guarded(session, Guard(self._store, target, credential, entry=access))

    def dialect(self, target: Target) -> "tuple[Dialect, Guard]":
        """How a database is connected to by its driver, and who sees that a refused credential is not offered again."""
        from agent.databases import dialect_of  # noqa: PLC0415 - only where a database is

        access = target.sql or SqlAccess()
        credential = self._named(access.credential)
        made = dialect_of(target, access, credential.user, self._secret(credential, "password"))
        return made, Guard(self._store, target, credential, entry=access)

    def _host_of(self, target: Target, budget: Budget) -> Callable[[], Session] | None:
        """What opens a session with a database's host: by the entry's own SSH, or as the target that it names."""
        from agent.databases import host_address  # noqa: PLC0415 - only where a database is

        if target.ssh != SshAccess():
            return lambda: self._ssh(replace(target, address=host_address(target.address)), budget)
        host = self._targets.get(target.host)
        if host is None or host.kind not in {"local", "linux"}:
            return None
        if host.kind == "local":
            return lambda: LocalSession(budget)
        return lambda: self._ssh(host, budget)

    def _jump(self, name: str) -> SshSession:
        with self._turn:
            if name not in self._jumps:
                target = self._targets[name]
                self._jumps[name] = self._ssh(target, self._budget(target), is_jump=True)
            return self._jumps[name]

    def _secret(self, credential: Credential, name: str) -> Secret | None:
        reference = getattr(credential, name)
        if not reference:
            return None
        try:
            what = f"{credential.name}.{name}"
            return resolve(reference, ask=self._asked, place=credential.place, name=what, vault=self._vault.secret)
        except VaultTrouble as trouble:
            raise SessionError(Reason.NO_CREDENTIAL, f"{credential.place} {credential.name}.{name}", trouble.text) from None
        except ConfigError as error:
            problem = error.problems[0]
            remedy = _("{found}; {write}", found=problem.found, write=problem.write)
            raise SessionError(Reason.NO_CREDENTIAL, f"{problem.place} {problem.about}", remedy) from None

    def _code(self, prompt: str) -> str:
        with self._terminal:
            return _prompt(prompt)


def _with_programs(target: Target, budget: Budget, session: Session) -> Session:
    """A session with the monitoring plug-ins beside it that run here; they get no credential of ours."""
    from collectors.sessions.beside import Beside  # noqa: PLC0415 - only where such a plug-in is
    from collectors.sessions.programs import ProgramSession  # noqa: PLC0415 - as above

    return Beside(session, ProgramSession(target.address, 0, "", None, budget))


def _through(target: Target) -> tuple[str, SshAccess]:
    """Where to connect: the target itself, or the bastion that is logged in to in its place."""
    if not target.ssh.bastion:
        return target.address, target.ssh
    host, _colon, port = target.ssh.bastion.rpartition(":")
    if host and port.isdecimal():
        return host, replace(target.ssh, port=int(port))
    return target.ssh.bastion, target.ssh


def _prompt(name: str) -> str:
    if not sys.stdin.isatty():
        raise SessionError(
            Reason.NO_CREDENTIAL, name, _("There is no terminal to ask on; give it by ${{env:NAME}} or ${{file:...}}")
        )
    return str(click.prompt(name, hide_input=True, err=True))
