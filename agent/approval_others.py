"""What commands beside an inspection send, for the approval form: ``doctor``, the kit, the discovery of devices by SNMP.

No list holds them, as a person calls each by its name, at another time than a run; the customer approves them too.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from agent.discovering import MOST, SECONDS, TRIES
from collectors.base import LINUX, Shell, Snmp
from collectors.linux.own_account import OWN_ACCOUNT_LINUX
from collectors.network.device import DEVICE_SNMP
from config.kinds import NETWORK, asked_as
from config.site import Target
from config.text import Text, _
from reports.documents.approval.matter import Other

_GREETING: Final = (
    "SNMPv1: GET 1.3.6.1.2.1.1.2.0 1.3.6.1.2.1.1.3.0\n"
    "SNMPv2c: GET 1.3.6.1.2.1.1.2.0 1.3.6.1.2.1.1.3.0 1.3.6.1.6.3.10.2.1.1.0 1.3.6.1.6.3.10.2.1.2.0\n"
    "SNMPv3: GET (discovery of the engine, RFC 3414 4; no user, no object), then GET 1.3.6.1.2.1.1.2.0 1.3.6.1.2.1.1.3.0"
)
"""The first words of every SNMP session (collectors/sessions/snmp/hello.py, FIRST); a test holds them to it."""


def others_of(targets: Sequence[Target]) -> Iterator[Other]:
    """What may be sent beside the list: of each command that these targets can be asked by."""
    linux = tuple(one.id for one in targets if one.platform == LINUX)
    if linux:
        yield _doctor(linux)
        yield _kit(linux)
    devices = tuple(one for one in targets if one.snmp is not None or asked_as(one.platform) == NETWORK)
    if devices:
        yield _discovery()


def _doctor(linux: tuple[str, ...]) -> Other:
    ask = OWN_ACCOUNT_LINUX.ask
    assert isinstance(ask, Shell)  # noqa: S101 - it is one
    said = _(
        "what an inspection sends, without keeping it; and as the account itself its groups, its list of sudo, its days "
        "(id, chage -l, the days in its authorized_keys), room for a round"
    )
    return Other("xunjian doctor", _targets(linux), said, ask.command.strip(), ask.seconds, ask.kib)


def _kit(linux: tuple[str, ...]) -> Other:
    said = _(
        "nothing is sent: a person carries one shell file to the host and runs it there. It runs the commands of chapter 2 "
        "for that host, each in its bounds, in a folder of its own below TMPDIR that it removes, and leaves one file of "
        "answers in the folder where it is run; sh kit.sh -l lists what it would run and runs nothing"
    )
    return Other("xunjian kit", _targets(linux), said)


def _discovery() -> Other:
    ask = DEVICE_SNMP.ask
    assert isinstance(ask, Snmp)  # noqa: S101 - it is one
    objects = " ".join(one for part in ask.parts for one in part.scalars)
    said = _(
        "one question to each address of the range that the operator names ({most} addresses at most), UDP port 161 or the "
        "one named, with the credentials named, in turn; who answers is asked what it is. Nobody else is asked, and no "
        "default community is tried",
        most=MOST,
    )
    return Other(
        "xunjian targets discover",
        _("every address of the range that is named"),
        said,
        f"{_GREETING}\nGET {objects}",
        SECONDS * TRIES,
    )


def _targets(names: tuple[str, ...]) -> Text:
    return _("{targets}", targets=names)
