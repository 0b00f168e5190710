"""The operator's file as the rest of the program sees it: frozen, complete, defaults filled in.

``load.py`` makes these from ``xunjian.yaml``; with no file, ``Site()`` inspects the machine it stands on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.limits import Rule


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
    place: str = ""


@dataclass(frozen=True, slots=True)
class SshAccess:
    """How to reach a target over SSH. ``jump`` is a target's id. ``legacy`` allows SHA-1 era algorithms: a finding."""

    credential: str = ""
    port: int = 22
    jump: str = ""
    legacy: bool = False
    sudo: bool = False
    host_key: str = ""
    """``SHA256:...`` when the operator pins it; else known_hosts decides."""
    accept_new_host_key: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to inspect. ``asset`` holds what the contract's list says of it."""

    id: str
    kind: str = "linux"  # local, linux; later kinds join here
    address: str = ""
    ssh: SshAccess = SshAccess()
    platform: str = "linux"
    importance: str = "normal"
    tags: tuple[str, ...] = ()
    dengbao: int | None = None
    asset: Mapping[str, str] = field(default_factory=dict)
    sudo: bool = False
    """For the local target: run what root should run with ``sudo -n``."""
    seconds: int = 0
    """Its total budget; 0 takes the site's."""
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
    language: str = "zh_CN"
    timezone: str = ""
    """IANA name; empty takes the machine's."""
    provider: str = ""
    """The service company that signs the documents."""
    engineer: str = ""
    logo: str = ""
    known_hosts: str = ""
    """Path of the known_hosts file; empty takes the user's own."""
    credentials: Mapping[str, Credential] = field(default_factory=dict)
    targets: tuple[Target, ...] = (Target(id="local", kind="local", address="localhost"),)
    rules: tuple[Rule, ...] = ()
    bounds: Bounds = Bounds()
    contacts: tuple[Mapping[str, str], ...] = ()
    score: str = "shown"  # or hidden
    store_url: str = ""
    """Where inspections are kept; empty takes the default. ``--store`` wins."""
    digest: str = ""
    """sha256 of the files it was read from."""
