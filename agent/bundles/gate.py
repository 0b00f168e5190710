"""Whether a 客户包 may be written: a store cannot be masked and stay whole, so the gate asks who will be able to open it.

``stays``: only for a machine at the site itself, as somebody says with his name. ``leaves-masked``: beside that, for one
named store of ours, whose key alone opens it; it travels as a laptop's store does. ``leaves``: also under a passphrase.
"""

from typing import TYPE_CHECKING

from agent.bundles.trouble import BundleError
from agent.leaving import StaysError, refuse_where_all_stays
from config.text import _

if TYPE_CHECKING:
    from config.site import Site


def let_through(site: "Site", *, is_for_a_store: bool, is_here: bool) -> None:
    """Raise BundleError where the customer chose otherwise."""
    if is_here:
        return
    try:
        refuse_where_all_stays(site)
    except StaysError:
        raise BundleError(
            _("The contract says “data: stays”: nothing leaves the site. For another machine at the site itself: --here.")
        ) from None
    if site.data != "leaves" and not is_for_a_store:
        raise BundleError(
            _(
                "The contract says “data: {data}”: what cannot be masked goes to one store of ours only. Write it to that "
                "store’s key (--to), or, for another machine at the site itself, with --here.",
                data=site.data,
            )
        )
