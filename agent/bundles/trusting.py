"""Whose 客户包 a store takes in: of a signer that somebody compared by telephone, once, which is remembered."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from agent.bundles.keys import PublicKey, StoreKey, same_fingerprint
from agent.bundles.trouble import BundleError
from agent.run_log import who
from agent.store.record import Entry, new_id
from config.text import _

if TYPE_CHECKING:
    from agent.store.store import Store

STREAM: Final = "trust"
TRUSTED: Final = "trusted"


def trust_of(store: "Store", own: StoreKey, signer: PublicKey, trusted: str) -> Callable[[], None]:
    """Let a signer through; what is given is called once the file was taken in. Raises BundleError for a stranger."""
    name = signer.fingerprint
    if name == own.public.fingerprint or any(row.name == name for row in store.recorded(STREAM)):
        return _nothing
    if not same_fingerprint(name, trusted):
        raise BundleError(
            _(
                "The file is signed by {signer}, whom this store does not know. Compare this by telephone with what "
                "xunjian site key prints there; then: --trust {signer}",
                signer=name,
            )
        )
    return lambda: _remember(store, name)


def _nothing() -> None:
    """He is known."""


def _remember(store: "Store", name: str) -> None:
    now = datetime.now(UTC)
    store.record([Entry(new_id(), STREAM, name, TRUSTED, now, now, who(), origin=who())])
