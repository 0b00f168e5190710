"""The operator's file as the rest of the program sees it: frozen, complete, defaults filled in.

``load.py`` makes these from ``xunjian.yaml``; with no file, ``Site()`` inspects the machine it stands on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final

from config.deliveries import Delivery
from config.limits import Rule
from config.own import Own
from config.said import Authorisation, Declaration, Mitigation
from config.schedules import Keeping, Schedule
from config.terms import Terms

DEFAULT_TIMEZONE: Final = "Asia/Shanghai"
"""Where a site is that does not say."""
DEFAULT_ZONE: Final = "default"
"""The zone of a target that names none."""


@dataclass(frozen=True, slots=True)
class Credential:
    """Who we are on a target. Secrets are references (``${env:X}``, ``${file:/p}``, ``${ask}``), never values."""

    name: str
    user: str = ""
    private_key: str = ""
    passphrase: str = ""
    password: str = ""
    one_time_code: bool = False
    """Ask once, on the terminal, for the code of a keyboard-interactive login."""
    use_agent: bool = True
    snmp_user: str = ""
    """The user of SNMPv3; where it is named, v3 is spoken."""
    community: str = ""
    auth: str = ""
    priv: str = ""
    auth_protocol: str = ""
    """md5, sha, sha224, sha256, sha384 or sha512; "" with ``auth`` is sha."""
    priv_protocol: str = ""
    """des, aes, aes192, aes256 (keys extended as net-snmp and draft-blumenthal do), aes192c, aes256c (as Cisco does)."""
    enable: str = ""
    """The password of a device's privileged mode."""
    place: str = ""
    version: str = ""
    """Which version of the vault's entry it is: a password changed there makes it another credential."""


@dataclass(frozen=True, slots=True)
class SshAccess:
    """How to reach a target over SSH. ``jump`` is a target's id. ``legacy`` allows SHA-1 era algorithms: a finding."""

    credential: str = ""
    port: int = 22
    jump: str = ""
    legacy: bool = False
    sudo: bool = False
    ways: tuple[str, ...] = ("exec",)
    """How the script is run, tried in this order: ``exec``, and ``terminal`` where a bastion gives nothing else."""
    bastion: str = ""
    """Address (host or host:port) of a bastion logged in to instead of the target; ``login`` says where it leads."""
    login: str = ""
    """The user to log in as, with ``{user}`` (the credential's), ``{account}`` and ``{address}`` (the target's)."""
    account: str = ""
    """The account on the target, where it is another than the credential's user."""
    menu: tuple[tuple[str, str], ...] = ()
    """Steps through a bastion's menu: the pattern to wait for, what to type then; placeholders as in ``login``."""
    host_key: str = ""
    """``SHA256:...`` when the operator pins it; else known_hosts decides."""
    accept_new_host_key: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a target another way than SSH: Redfish, IPMI, HTTP, a line protocol."""

    credential: str = ""
    port: int | None = None
    """None takes the protocol's own."""
    certificate: str = ""
    """``SHA256:...`` of the one TLS certificate that is believed; else the machine's authorities decide."""
    authorities: str = ""
    """Path of a PEM file of authorities to believe."""
    accept_any_certificate: bool = False
    is_legacy: bool = False
    """Allows versions of TLS and ciphers that are broken: a finding."""


@dataclass(frozen=True, slots=True)
class SqlAccess:
    """How to reach a database. ``credential`` "" with an SSH way: the vendor's own client on the host asks."""

    credential: str = ""
    port: int | None = None
    """None takes the product's own."""
    database: str = ""
    """The database (of Oracle the service name, of RAC too) to connect to first; "" takes the product's own."""
    tls: str = ""
    """disable, prefer, require, verify-ca or verify-full, as libpq means them; "" is prefer."""
    authorities: str = ""
    """Path of a PEM file of authorities to believe."""
    driver: str = ""
    """Which driver: "" the product's own; thick or cx_Oracle of Oracle; client for the vendor's client on the host."""
    os_user: str = ""
    """Of the client on the host: the account to run it as, by sudo without a password; "" the account that logs in."""
    socket: str = ""
    """Of the client on the host: the server's Unix socket (of PostgreSQL its folder); "" the client's own."""
    licensed_packs: tuple[str, ...] = ()
    """Options that somebody declared as bought (diagnostics): without it no view that needs them is read."""
    licence_note: str = ""
    """Who declared it, and when."""


@dataclass(frozen=True, slots=True)
class SnmpAccess:
    """How to reach a device by SNMP. ``version`` "" is 3 where the credential names an SNMP user, else 2c."""

    credential: str = ""
    port: int = 161
    version: str = ""
    context: str = ""
    seconds: int = 3
    """How long one request waits for its answer."""
    tries: int = 3
    """How often a request is sent before the device counts as silent."""
    driver: str = ""
    """"" our own codec; pysnmp, to have the reference ask in its place."""


@dataclass(frozen=True, slots=True)
class TelnetAccess:
    """How to reach a device by telnet, which shows passwords to whoever listens: only where the entry says so."""

    credential: str = ""
    port: int = 23


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a business transaction. ``verb`` is get, post, expect or extract; identity: ``name``.

    In ``path`` and in the values of ``form`` stand ``{user}`` and ``{password}`` for the credential of access.http, and
    ``{name}`` for what an earlier step extracted. An expect that names no status, text or seconds does not check it.
    """

    name: str
    verb: str
    path: str = ""
    form: tuple[tuple[str, str], ...] = ()
    status: int | None = None
    text: str = ""
    absent: str = ""
    """A pattern that must not stand on the page."""
    seconds: float | None = None
    extract: tuple[tuple[str, str], ...] = ()
    """Name and pattern, whose first group is the value."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to inspect. ``asset`` holds what the contract's list says of it."""

    id: str
    kind: str = "linux"  # local, linux; later kinds join here
    address: str = ""
    ssh: SshAccess = SshAccess()
    ways: Mapping[str, Access] = field(default_factory=dict)
    """By name (redfish, http, redis), the other ways to reach it."""
    sql: SqlAccess | None = None
    """How a database is reached by a driver; None where its entry names no such way."""
    snmp: SnmpAccess | None = None
    telnet: TelnetAccess | None = None
    platform: str = "linux"
    importance: str = "normal"
    tags: tuple[str, ...] = ()
    dengbao: int | None = None
    profile: str = ""
    """The security profile it is judged by (config/kinds.py: PROFILES)."""
    mitigations: tuple[Mitigation, ...] = ()
    asset: Mapping[str, str] = field(default_factory=dict)
    sudo: bool = False
    """For the local target: run what root should run with ``sudo -n``."""
    seconds: int = 0
    """Its total budget; 0 takes the site's."""
    host: str = ""
    """The id of the target that it runs on; the two make a group."""
    steps: tuple[Step, ...] = ()
    """Of a function, the transaction to go through instead of looking at one page."""
    confirmed_by: str = ""
    """Who confirmed that the transaction may write (post)."""
    members: tuple[str, ...] = ()
    """Of a group, the ids of its members; a group has no address and no session."""
    own: tuple[Own, ...] = ()
    """The checks that the operator wrote himself and that look at it."""
    zone: str = DEFAULT_ZONE
    """Where it can be reached from: a worker serves the zones whose credentials it has."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The round's own bounds: seconds, targets at once, days of logs."""

    target_seconds: int = 240
    run_seconds: int = 3600
    connect_seconds: int = 15
    sample_seconds: int = 5
    parallel: int = 32
    log_days: int = 92


@dataclass(frozen=True, slots=True)
class Site:
    """The whole configuration."""

    customer: str = ""
    project: str = ""
    contract_number: str = ""
    terms: Terms = field(default_factory=Terms)
    """What the contract promises and owes; the last that is written counts."""
    language: str = "zh_CN"
    timezone: str = ""
    """IANA name; empty takes the machine's."""
    provider: str = ""  # the service company that signs the documents
    engineer: str = ""
    logo: str = ""
    template: str = ""
    """Path of a docx of the customer's whose page, styles, header and footer our docx takes."""
    known_hosts: str = ""
    """Path of the known_hosts file; empty takes the user's own."""
    vault: str = ""
    """Path of the encrypted file of passwords (xunjian credentials); beside the configuration where it names none."""
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    targets: tuple[Target, ...] = (Target(id="local", kind="local", address="localhost"),)
    groups: tuple[Target, ...] = ()
    """Groups of targets: declared, or made of a target and the ``host:`` that it names. No assets themselves."""
    rules: tuple[Rule, ...] = ()
    own: tuple[Own, ...] = ()
    """All checks that the operator wrote himself; each target has those that look at it."""
    checklists: tuple[str, ...] = ()  # paths of the operator's own
    bounds: Bounds = Bounds()
    contacts: tuple[Mapping[str, str], ...] = ()
    deliveries: tuple[Delivery, ...] = ()  # where what the record tells goes by itself
    schedules: tuple[Schedule, ...] = ()  # what the daemon does by itself
    keeping: Keeping = field(default_factory=Keeping)
    profile: str = ""
    """The security profile of targets that name none; empty takes it from their protection level."""
    declared: tuple[Declaration, ...] = ()  # what people answered where no check can judge
    data: str = "leaves-masked"  # or stays, leaves
    """What of the site may leave it, as the customer chose in the contract."""
    authorisation: Authorisation | None = None
    needs_authorisation: bool = False
    """Whether the contract demands one before anything is sent to another machine."""
    score: str = "shown"  # or hidden
    store_url: str = ""  # where inspections are kept; empty takes the default, ``--store`` wins
    store_password: str = ""
    store_key: str = ""  # of a store that is a file; "" is a plain one
    """References to the secrets of a store, a database or an encrypted file; ``store_place`` is where they were written."""
    store_place: str = ""
    store_role: str = "both"  # or site, desk: whose store it is
    store_workers: str = "own"  # or shared: a round's targets are asked by the workers of the store's queue
    store_wait_seconds: int = 120
    """How long a round waits for a worker of a zone before it says that the zone's targets are not inspected."""
    digest: str = ""  # sha256 of the files it was read from

    def profile_of(self, target: Target) -> str:
        """The security profile that a target is judged by."""
        return target.profile or self.profile or ("dengbao-l2" if target.dengbao == 2 else "dengbao-l3")  # noqa: PLR2004

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all that a result may stand under: targets and groups."""
        return frozenset(one.id for one in (*self.targets, *self.groups))


def with_own(target: Target, owns: Sequence[Own]) -> Target:
    """Give a target the checks of the operator's own that look at it: by its id or a tag, and its platform."""
    names = (target.id, *target.tags)
    mine = (one for one in owns if any(fnmatchcase(name, glob) for glob in one.targets for name in names))
    return replace(target, own=tuple(one for one in mine if getattr(one, "platform", "linux") == target.platform))
