"""Entries of ``credentials:`` and ``targets:``."""

from typing import Annotated

from pydantic import ConfigDict, Field

from config.block import Block
from config.grammar import (
    Address,
    Certificate,
    Day,
    Flag,
    HostKey,
    Id,
    Number,
    Pattern,
    Port,
    Reference,
    Word,
    Words,
    one_of,
    whole,
)
from config.kinds import IMPORTANCE, KINDS, MITIGATIONS, PROFILES


class CredentialBlock(Block):
    """One entry of ``credentials:``; secrets are references."""

    user: Word = ""
    private_key: Word = ""
    passphrase: Reference = ""
    password: Reference = ""
    one_time_code: Flag = False
    use_agent: Flag = True
    snmp_user: Word = ""
    community: Reference = ""
    auth: Reference = ""
    priv: Reference = ""
    auth_protocol: Annotated[str, one_of("md5", "sha", "sha224", "sha256", "sha384", "sha512")] = ""
    priv_protocol: Annotated[str, one_of("des", "aes", "aes192", "aes256", "aes192c", "aes256c")] = ""
    enable: Reference = ""
    token: Reference = ""


class MenuStep(Block):
    """One entry of ``access.ssh.menu``."""

    expect: Pattern
    send: Word = ""


class SshBlock(Block):
    """``access.ssh``."""

    credential: Word = ""
    port: Port = 22
    jump: Word = ""
    legacy: Flag = False
    sudo: Flag = False
    ways: Annotated[list[Annotated[str, one_of("exec", "terminal")]], Field(min_length=1)] = Field(
        default_factory=lambda: ["exec"]
    )
    bastion: Word = ""
    login: Word = ""
    account: Word = ""
    menu: list[MenuStep] = Field(default_factory=list)
    host_key: HostKey = ""
    accept_new_host_key: Flag = False


class WebBlock(Block):
    """``access.redfish``, ``http``, ``redis``."""

    credential: Word = ""
    port: Port | None = None
    certificate: Certificate = ""
    authorities: Word = ""
    accept_any_certificate: Flag = False
    tls: Annotated[str, one_of("current", "legacy")] = "current"
    jump: Word = ""


class SqlBlock(Block):
    """``access.sql``."""

    credential: Word = ""
    port: Port | None = None
    database: Word = ""
    tls: Annotated[str, one_of("disable", "prefer", "require", "verify-ca", "verify-full")] = ""
    authorities: Word = ""
    driver: Annotated[str, one_of("thin", "thick", "cx_Oracle", "client")] = ""
    os_user: Word = ""
    socket: Word = ""
    licensed_packs: Annotated[list[Annotated[str, one_of("diagnostics", "tuning")]], Field()] = Field(default_factory=list)
    licence_note: Word = ""
    jump: Word = ""


class SnmpBlock(Block):
    """``access.snmp``."""

    credential: Word = ""
    port: Port = 161
    version: Annotated[str, one_of("1", "2c", "3")] = ""
    context: Word = ""
    seconds: Annotated[int, whole(1, 60)] = 3
    tries: Annotated[int, whole(1, 10)] = 3
    driver: Annotated[str, one_of("pysnmp")] = ""
    jump: Word = ""


class TelnetBlock(Block):
    """``access.telnet``: only where a device has no SSH; it is a finding itself."""

    credential: Word = ""
    port: Port = 23
    jump: Word = ""


WAYS = ("http", "redfish", "redis")
"""Ways of access that are a WebBlock."""


class AccessBlock(Block):
    """``access:``."""

    ssh: SshBlock = SshBlock()
    snmp: SnmpBlock | None = None
    telnet: TelnetBlock | None = None
    sql: SqlBlock | None = None
    http: WebBlock | None = None
    redfish: WebBlock | None = None
    redis: WebBlock | None = None


class Asset(Block):
    """``asset:``: what the contract's list says of a target."""

    name: Word = ""
    type: Word = ""
    vendor: Word = ""
    model: Word = ""
    serial: Word = ""
    location: Word = ""
    warranty_ends_on: Day | None = None
    owner: Word = ""
    note: Word = ""


class ExpectBlock(Block):
    """``expect:`` of a step."""

    status: Annotated[int, whole(100, 599)] | None = None
    text: Word = ""
    absent: Word = ""
    seconds: Number | None = None


class StepBlock(Block):
    """One entry of ``steps:``: one of get, post, expect, extract."""

    name: Word = ""
    get: Word = ""
    post: Word = ""
    form: dict[str, Word] = Field(default_factory=dict)
    expect: ExpectBlock | None = None
    extract: dict[str, Word] = Field(default_factory=dict)


class WritesBlock(Block):
    """``writes:``: who confirmed that a transaction may write."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    confirmed_by: Word = Field(default="", alias="confirmed-by")


class MitigationBlock(Block):
    """One entry of ``mitigations:``: what makes a weakness of this asset weigh less, who declared it and when."""

    what: Annotated[str, one_of(*MITIGATIONS)]
    by: Annotated[Word, Field(min_length=1)]
    on: Day
    until: Day | None = None
    note: Word = ""


class TargetBlock(Block):
    """One entry of ``targets:``."""

    id: Id
    kind: Annotated[str, one_of(*KINDS)] = "linux"
    address: Address = ""
    platform: Word = ""
    access: AccessBlock = AccessBlock()
    host: Word = ""
    steps: list[StepBlock] = Field(default_factory=list)
    writes: WritesBlock = WritesBlock()
    members: Words = Field(default_factory=list)
    importance: Annotated[str, one_of(*IMPORTANCE)] = "normal"
    tags: Words = Field(default_factory=list)
    dengbao: Annotated[int, whole(1, 5)] | None = None  # GB/T 22240: five levels
    profile: Annotated[str, one_of(*PROFILES)] = ""
    mitigations: list[MitigationBlock] = Field(default_factory=list)
    asset: Asset = Asset()
    sudo: Flag = False
    seconds: Annotated[int, whole(10, 86_400)] | None = None
    zone: Word = ""
