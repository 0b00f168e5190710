"""Find devices that nobody listed: an address range that somebody names, or the neighbours of devices that were inspected.

Each address is asked what SNMP calls it, with the credentials that the operator names, once; nothing else is sent.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from agent.devices import SecretOf, login_of
from agent.past import Kept
from collectors.base import Answer, Question, Reason, SessionError
from collectors.evidence import decode, understood
from collectors.facts.devices.device import Device
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from collectors.network.device import DEVICE_SNMP
from collectors.network.vendors.prefixes import FAMILY_OF, UPS_MAKERS
from collectors.sessions.base import Budget
from config.kinds import NETWORK
from config.site import Credential, Site, SnmpAccess, Target

if TYPE_CHECKING:
    from agent.store.store import Store
    from collectors.sessions.snmp.greeting import Greeter
    from collectors.sessions.snmp.login import SnmpLogin

MOST: Final = 4096
"""Addresses of one range: a /20; of more somebody names several."""
_AT_ONCE: Final = 32
SECONDS: Final = 1
TRIES: Final = 2
_SAME_START_SECONDS: Final = 5.0
"""So far apart one start may seem, of a clock in hundredths read over a network."""


@dataclass(frozen=True, slots=True)
class Found:
    """One address that answered: with which credential, and what it says of itself; or, of a neighbour, only its name.

    Without device and name it answered and took no credential: ``why``. ``started`` is when it did by our monotonic clock.
    """

    address: str
    credential: str
    device: Device | None
    seen_from: str = ""
    """The device and port whose neighbour it is."""
    name: str = ""
    port: int = 161
    engine: str = ""
    started: float | None = None
    why: SessionError | None = None
    like: SnmpAccess | None = None
    """How the device that saw it is asked by SNMP: of one site most are asked alike."""

    def is_also(self, other: "Found") -> bool:
        """Whether it is the same device at another address: one name, one engine, started in the same moment."""
        if self.device is None or other.device is None or self.started is None or other.started is None:
            return False
        mine, its = self.device, other.device
        return (
            (self.engine, mine.name, mine.description, mine.object_id)
            == (other.engine, its.name, its.description, its.object_id)
            and bool(mine.name)
            and abs(self.started - other.started) <= _SAME_START_SECONDS
        )


def addresses(written: str) -> tuple[str, ...]:
    """Every address of a range (10.0.0.0/24) or one alone. Raises ValueError for what is none, or too many."""
    network = ip_network(written.strip(), strict=False)
    if network.num_addresses > MOST:
        raise ValueError(f"{network.num_addresses} > {MOST}")
    hosts = tuple(str(one) for one in network.hosts())
    return hosts or (str(network.network_address),)


def in_range(
    wanted: Sequence[str], credentials: Sequence[Credential], secret: SecretOf, port: int = 161
) -> Iterator[Found]:
    """Ask each address with each credential in turn; yield those that answered, in the order of the addresses.

    Those that answered and took no credential come last. Raises SessionError for a credential that is none of SNMP.
    """
    open_addresses = list(dict.fromkeys(wanted))
    refused: dict[str, Found] = {}
    for credential in credentials:
        access = SnmpAccess(credential=credential.name, port=port, seconds=SECONDS, tries=TRIES)
        answered = list(_asked(open_addresses, access, credential, secret))
        yield from (one for one in answered if one.device)
        met = {one.address for one in answered if one.device}
        open_addresses = [one for one in open_addresses if one not in met]
        refused |= {one.address: one for one in answered if one.why}
    yield from (refused[one] for one in open_addresses if one in refused)


def _asked(wanted: Sequence[str], access: SnmpAccess, credential: Credential, secret: SecretOf) -> Iterator[Found]:
    from collectors.sessions.snmp.greeting import Greeter  # noqa: PLC0415 - only here

    login = login_of(access, credential, secret)
    greeter = Greeter((one, one, access, login) for one in wanted)
    greeter.start()
    try:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield from filter(None, pool.map(lambda one: _met(one, access, greeter, login), wanted))
    finally:
        greeter.stop()


def _met(address: str, access: SnmpAccess, greeter: "Greeter", login: "SnmpLogin") -> Found | None:
    """What answers at one address; None where nothing does."""
    from collectors.sessions.snmp.session import SnmpSession  # noqa: PLC0415 - only here

    session = SnmpSession(
        address, access, login, Budget(20, 5, 1), greeted=lambda check: greeter.met(address, check), keys=greeter.keys
    )
    try:
        session.connect()
        ((_question, reply),) = session.ask([Question(DEVICE_SNMP.id, DEVICE_SNMP.ask)])
        if isinstance(reply, SessionError):
            raise reply
        said = understood(DEVICE_SNMP.ask, decode(reply))
        if not isinstance(said, Answer):
            return None
        device, engine = DEVICE_SNMP.parse(said), session.transport.get("engine_id", "")
        started = None if device.up_seconds is None else time.monotonic() - device.up_seconds
        return Found(address, access.credential, device, port=access.port, engine=engine, started=started)
    except SessionError as error:
        return None if error.reason is Reason.UNREACHABLE else Found(address, access.credential, None, why=error)
    finally:
        session.close()


def by_neighbours(site: Site, store: "Store", credential: str = "") -> Iterator[Found]:
    """What the last inspections saw beside the listed devices, and no entry names; to be asked with ``credential``."""
    known = {target.address for target in site.targets} | {target.id for target in site.targets}
    told: set[str] = set()
    for target in site.targets:
        for one in _neighbours(target, store):
            name = one.remote_name or one.chassis
            if one.address in known or name in known or (one.address or name) in told:
                continue
            told.add(one.address or name)
            yield Found(one.address, credential, None, f"{target.id} {one.port}", name, like=target.snmp)


def _neighbours(target: Target, store: Kept) -> Iterable[Neighbour]:
    """Of the latest inspection that saw them."""
    from agent.catalogue import collectors_for  # noqa: PLC0415 - only here
    from agent.outcomes import Seen  # noqa: PLC0415 - as above
    from agent.replaying import outcomes_then  # noqa: PLC0415 - as above

    for header in store.inspections(20):
        result = store.target_result(header.id, target.id)
        if result is None:
            continue
        outcome = outcomes_then(result, collectors_for(result.platform, (), (NEIGHBOURS,)), store.evidence).get(
            NEIGHBOURS.name
        )
        if isinstance(outcome, Seen):
            return tuple(outcome.facts.records)
    return ()


def proposed(found: Found, taken: Mapping[str, object]) -> Target:
    """What stands in the list for it: kind and family by its sysObjectID, an id of its own name or address."""
    object_id = found.device.object_id if found.device else ""
    name = (found.device.name if found.device else "") or found.name or found.address
    made = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name).strip("-.") or found.address
    chosen = made if made not in taken else f"{made}-{found.address}"
    kind = "ups" if _begins(object_id, UPS_MAKERS) else NETWORK
    family = next((family for prefix, family in FAMILY_OF.items() if _begins(object_id, (prefix,))), NETWORK)
    snmp = SnmpAccess(credential=found.credential, port=found.port) if found.credential else found.like
    return Target(
        id=chosen,
        kind=kind if object_id or not found.device else NETWORK,
        address=found.address,
        platform=family if kind == NETWORK else "ups",
        snmp=snmp,
    )


def _begins(object_id: str, prefixes: Iterable[str]) -> bool:
    return any(f"{object_id}.".startswith(f"{one}.") for one in prefixes)
