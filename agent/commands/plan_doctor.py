"""What ``xunjian doctor`` asks beside an inspection: the customer approves this, too, and no inspection sends it."""

from collections.abc import Iterator, Sequence

from collectors.base import LINUX, Shell
from collectors.linux.own_account import OWN_ACCOUNT_LINUX
from config.site import Target
from config.text import _, render


def of_doctor(targets: Sequence[Target], language: str, *, is_full: bool) -> Iterator[str]:
    """The lines; nothing where no target is asked so."""
    ask = OWN_ACCOUNT_LINUX.ask
    if not any(one.platform == LINUX for one in targets) or not isinstance(ask, Shell):
        return
    told = _(
        "Only xunjian doctor sends {ask} to Linux targets, as the account itself: its groups, its list of sudo, its days "
        "(id, chage -l, the days in its authorized_keys), room for a round; at most {seconds} s and {kib} KiB",
        ask=OWN_ACCOUNT_LINUX.id,
        seconds=ask.seconds,
        kib=ask.kib,
    )
    yield render(told, language)
    if is_full:
        yield from (f"    $ {line}" for line in ask.command.strip().split("\n"))
    yield ""
