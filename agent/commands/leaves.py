"""What commands whose files leave the site share: the option, and the gate with what it says."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from agent.cli import say
from agent.commands.options import CONFIGURATION_ERROR, fail
from config.text import Text, _, render

if TYPE_CHECKING:
    from agent.masking import Mask
    from agent.store.store import Store
    from checks.result import Inspection
    from config.site import Site

NOT_ALLOWED: Final = 77  # sysexits EX_NOPERM
_COPY_STAYS: Final = _(
    "The contract says “data: stays”: nothing leaves the site, so there is no copy to send away. Hand the document over at "
    "the site: without --leaving."
)
leaving_option = click.option(
    "--leaving",
    is_flag=True,
    help=say(_("a copy that leaves the site: masked as the contract’s “data” says, and refused where it says “stays”")),
)


def mask_or_end(
    site: "Site", store: "Store", inspections: Iterable["Inspection"], language: str, refusal: Text | None = None
) -> "Mask | None":
    """Ask the gate; ends the program where nothing may leave, in the words of ``refusal``."""
    from agent.leaving import StaysError, gate  # noqa: PLC0415 - the catalogue, only where something leaves
    from agent.masked_words import SHORTEST  # noqa: PLC0415 - as above
    from agent.masks import MapError, place_of  # noqa: PLC0415 - as above

    try:
        mask = gate(site, store, inspections)
    except StaysError as error:
        fail(render(refusal or error.text, language), NOT_ALLOWED)
    except MapError as error:
        fail(render(error.text, language), CONFIGURATION_ERROR)
    if mask is not None:
        said = _(
            "Names, addresses and accounts are masked ({count:number} words); the map stays here: {file}. Words of fewer "
            "than {least:number} letters are not masked: look through what you send.",
            count=len(mask.words),
            file=str(place_of(store.place)),
            least=SHORTEST,
        )
        click.echo(render(said, language), err=True)
    return mask


def mask_of_copy(site: "Site", store: "Store", inspection: "Inspection", language: str) -> "Mask | None":
    """The mask of a document's copy that leaves; ends the program where nothing may leave."""
    return mask_or_end(site, store, (inspection,), language, _COPY_STAYS)


def end_where_all_stays(site: "Site", language: str, refusal: Text) -> None:
    """End the program where the customer chose that nothing leaves; for what holds nothing to be masked."""
    from agent.leaving import StaysError, refuse_where_all_stays  # noqa: PLC0415 - as above

    try:
        refuse_where_all_stays(site)
    except StaysError:
        fail(render(refusal, language), NOT_ALLOWED)
