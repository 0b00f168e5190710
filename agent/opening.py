"""Open a session for a target: its credential resolved, its jump hosts, and never a refused credential again."""

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from threading import Lock, RLock
from typing import TYPE_CHECKING

import click

from agent.store.leases import credential_fingerprint
from collectors.base import Reason, SessionError
from collectors.sessions.base import Budget, Session
from collectors.sessions.local import LocalSession
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.ssh import SshSession
from config.problems import ConfigError
from config.secrets import Asked, Secret, resolve
from config.site import Credential, Site, Target
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store

ASKED = "${ask}"
_SECRETS = ("password", "passphrase")


class Opener:
    """Gives, for each target, what opens its session. Secrets that are asked for are asked once and kept in memory."""

    def __init__(self, site: Site, store: "Store") -> None:
        self._site = site
        self._store = store
        self._targets: Mapping[str, Target] = {target.id: target for target in site.targets}
        self._asked = Asked(_prompt)
        self._jumps: dict[str, SshSession] = {}
        self._turn = RLock()  # a jump host may itself stand behind one
        self._terminal = Lock()  # its own: one code that is typed holds up nobody else

    def __call__(self, target: Target) -> Callable[[], Session]:
        """Prepare a target; the result is called in the target's own thread."""
        budget = self._budget(target)
        if target.kind == "local":
            return lambda: LocalSession(budget, sudo=target.sudo)
        return lambda: self._ssh(target, budget)

    def ask_beforehand(self, targets: Iterable[Target]) -> None:
        """Ask for every secret that the targets and their jump hosts need, before anything runs."""
        for target in targets:
            if target.kind == "local":
                continue
            credential = self._credential(target)
            for name in _SECRETS:
                if getattr(credential, name) == ASKED:
                    with suppress(SessionError):  # nobody to ask: said of each target that needs it, no other's trouble
                        self._asked(f"{credential.name}.{name}")
            if target.ssh.jump:
                self.ask_beforehand([self._targets[target.ssh.jump]])

    def close(self) -> None:
        """Close the sessions with jump hosts, which outlive those that went through them."""
        for session in self._jumps.values():
            session.close()

    def _budget(self, target: Target) -> Budget:
        bounds = self._site.bounds
        return Budget(target.seconds or bounds.target_seconds, bounds.connect_seconds, bounds.sample_seconds)

    def _credential(self, target: Target) -> Credential:
        return self._site.credentials.get(target.ssh.credential) or Credential(name=target.ssh.credential)

    def _ssh(self, target: Target, budget: Budget, *, is_jump: bool = False) -> SshSession:
        credential = self._credential(target)
        jump = self._jump(target.ssh.jump) if target.ssh.jump else None
        login = Login(
            user=credential.user,
            key_path=credential.private_key,
            passphrase=self._secret(credential, "passphrase"),
            password=self._secret(credential, "password"),
            use_agent=credential.use_agent,
            code=self._code if credential.one_time_code else None,
        )
        guard = _Guard(self._store, target, credential, is_jump=is_jump)
        return _GuardedSession(guard, target, login, budget, known_hosts=self._site.known_hosts, jump=jump)

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
            return resolve(reference, ask=self._asked, place=credential.place, name=f"{credential.name}.{name}")
        except ConfigError as error:
            problem = error.problems[0]
            remedy = _("{found}; {write}", found=problem.found, write=problem.write)
            raise SessionError(Reason.NO_CREDENTIAL, f"{problem.place} {problem.about}", remedy) from None

    def _code(self, prompt: str) -> str:
        with self._terminal:
            return _prompt(prompt)


def _prompt(name: str) -> str:
    if not sys.stdin.isatty():
        raise SessionError(
            Reason.NO_CREDENTIAL, name, _("There is no terminal to ask on; give it by ${{env:NAME}} or ${{file:...}}")
        )
    return str(click.prompt(name, hide_input=True, err=True))


class _Guard:
    """Remembers what a target refused, and sees that it is not offered again before the configuration has changed."""

    def __init__(self, store: "Store", target: Target, credential: Credential, *, is_jump: bool) -> None:
        self._store = store
        self._target = target.id
        self._credential = credential.name
        self._is_jump = is_jump
        entry = f"{target.address} {target.ssh}"
        self._fingerprint = credential_fingerprint(credential.name, _digest(credential), _digest(entry))
        self._is_asked = ASKED in {credential.password, credential.passphrase} or credential.one_time_code

    def before(self) -> None:
        """Raise SessionError when this credential was refused before."""
        if self._store.is_refused(self._target, self._fingerprint):
            detail = f"credential {self._credential} was refused before and is not offered again"
            remedy = _(
                "Correct the credential or the account on the target; then change the entry, or say: xunjian targets "
                "offer-again {target}",
                target=self._target,
            )
            raise SessionError(Reason.REFUSED, detail, remedy)

    def refused(self, error: CredentialRefused) -> SessionError:
        """Remember a refusal; what a person typed is offered anew when it is typed anew."""
        if not self._is_asked:
            self._store.remember_refused(self._target, self._fingerprint, self._credential)
        detail = f"{self._target}: {error.detail}" if self._is_jump else error.detail
        return SessionError(Reason.REFUSED, detail, error.remedy)


def _digest(entry: object) -> str:
    return sha256(repr(entry).encode()).hexdigest()


class _GuardedSession(SshSession):
    """An SSH session that asks the guard before it offers a credential, and tells it of a refusal."""

    def __init__(
        self, guard: _Guard, target: Target, login: Login, budget: Budget, *, known_hosts: str, jump: SshSession | None
    ) -> None:
        super().__init__(target.address, target.ssh, login, budget, known_hosts=known_hosts, jump=jump)
        self._guard = guard

    def connect(self) -> None:
        """Connect, unless this credential was refused before."""
        self._guard.before()
        try:
            super().connect()
        except CredentialRefused as error:
            raise self._guard.refused(error) from None
