"""Facts about functions as their users meet them: pages, handshakes, connections, transactions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt that failed: a Reason's word, and what was met. ``is_named``: the name had an address."""

    reason: str
    detail: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``status`` None: no attempt came off, and ``tries`` say why; attempts before one that did stand there too.

    ``location`` is where a redirect leads. ``is_cut``: ``body`` is only the beginning.
    """

    url: str
    tries: tuple[Try, ...]
    status: int | None = None
    body: str = ""
    body_bytes: int = 0
    is_cut: bool = False
    location: str = ""
    took_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of a chain. ``names`` are its subject alternative names, else its common name."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before_at: datetime
    not_after_at: datetime
    signature_hash: str
    key_kind: str
    key_bits: int


@dataclass(frozen=True, slots=True)
class Handshake:
    """A TLS handshake that came off. ``errors`` are OpenSSL's words with the depth in the chain, 0 the server's own.

    ``chain`` is as the server shows it, its own first. ``offers_old``: TLS 1.0 or 1.1; None where that was not found out.
    """

    host: str
    port: int
    protocol: str
    cipher: str
    chain: tuple[Certificate, ...]
    errors: tuple[tuple[int, str], ...]
    offers_old: bool | None


@dataclass(frozen=True, slots=True)
class Connection:
    """A TCP connection. ``took_seconds`` None: no attempt came off. ``is_closed``: the peer closed it at once."""

    host: str
    port: int
    tries: tuple[Try, ...]
    took_seconds: float | None = None
    said: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class StepMet:
    """One step of a transaction. Identity: ``name``. ``is_met`` None: it was not reached.

    ``found`` says what was met instead, never with a value that was sent or extracted.
    """

    name: str
    verb: str
    is_met: bool | None
    status: int | None = None
    took_seconds: float | None = None
    found: str = ""
    needs_person: bool = False
    """A captcha stands in the way: only a person passes it."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """A scripted transaction, step by step. ``confirmed_by`` is who allowed that it writes, "" where it only reads."""

    steps: tuple[StepMet, ...]
    took_seconds: float
    confirmed_by: str = ""


PAGE: Final = FactKind[Page]("page")
HANDSHAKE: Final = FactKind[Handshake]("handshake")
CONNECTION: Final = FactKind[Connection]("connection")
TRANSACTION: Final = FactKind[Transaction]("transaction")
