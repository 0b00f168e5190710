"""What a target refused is not offered to it again: a few refusals lock a customer's account."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from agent.store.leases import credential_fingerprint
from collectors.base import Question, Reason, SessionError
from collectors.sessions.base import Budget, Session
from collectors.sessions.login import CredentialRefused, Login
from collectors.sessions.notices import Cost
from collectors.sessions.ssh import SshSession
from config.site import Access, Credential, SnmpAccess, SqlAccess, SshAccess, Target, TelnetAccess
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store

ASKED = "${ask}"


class Guard:
    """Remembers what a target refused, and sees that it is not offered again before the configuration has changed."""

    def __init__(
        self,
        store: "Store",
        target: Target,
        credential: Credential,
        *,
        entry: SshAccess | Access | SqlAccess | SnmpAccess | TelnetAccess,
        is_jump: bool = False,
    ) -> None:
        self._store = store
        self._target = target.id
        self._credential = credential.name
        self._is_jump = is_jump
        way = f"{target.address} {entry}"
        self._fingerprint = credential_fingerprint(credential.name, _digest(credential), _digest(way))
        secrets = {
            credential.password,
            credential.passphrase,
            credential.community,
            credential.auth,
            credential.priv,
            credential.enable,
        }
        self._is_asked = ASKED in secrets or credential.one_time_code

    def before(self) -> None:
        """Raise SessionError when this credential was refused before."""
        if self._store.is_refused(self._target, self._fingerprint):
            detail = _("credential {name} was refused before and is not offered again", name=self._credential)
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
        detail = _("{target}: {detail}", target=self._target, detail=error.detail) if self._is_jump else error.detail
        return SessionError(Reason.REFUSED, detail, error.remedy)


def _digest(entry: object) -> str:
    return sha256(repr(entry).encode()).hexdigest()


class GuardedSsh(SshSession):
    """An SSH session that asks the guard before it offers a credential, and tells it of a refusal; ``more`` as there."""

    def __init__(self, guard: Guard, address: str, access: SshAccess, login: Login, budget: Budget, **more: Any) -> None:  # noqa: ANN401 - SshSession's own
        super().__init__(address, access, login, budget, **more)
        self._guard = guard

    def connect(self) -> None:
        """Connect, unless this credential was refused before."""
        self._guard.before()
        try:
            super().connect()
        except CredentialRefused as error:
            raise self._guard.refused(error) from None


class Guarded:
    """A session under this rule. What is refused while it asks is remembered too."""

    def __init__(self, inner: Session, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    @property
    def transport(self) -> Mapping[str, str]:
        """The inner session's."""
        return self._inner.transport

    @property
    def costs(self) -> Sequence[Cost]:
        """The inner session's."""
        return self._inner.costs

    def connect(self) -> None:
        """Connect, unless this credential was refused before."""
        self._guard.before()
        try:
            self._inner.connect()
        except CredentialRefused as error:
            raise self._guard.refused(error) from None

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Ask; a refusal among the replies is remembered."""
        for question, reply in self._inner.ask(questions):
            yield question, self._guard.refused(reply) if isinstance(reply, CredentialRefused) else reply

    def close(self) -> None:
        """End it at once."""
        self._inner.close()
