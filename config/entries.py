"""Entries of ``credentials:`` and ``targets:``."""

from typing import Annotated

from pydantic import Field

from config.block import Block
from config.grammar import Address, Day, Flag, HostKey, Id, Port, Reference, Word, Words, one_of, whole
from config.kinds import IMPORTANCE, KINDS


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
    priv_protocol: Annotated[str, one_of("des", "3des", "aes", "aes192", "aes256")] = ""
    token: Reference = ""


class SshBlock(Block):
    """``access.ssh``."""

    credential: Word = ""
    port: Port = 22
    jump: Word = ""
    legacy: Flag = False
    sudo: Flag = False
    host_key: HostKey = ""
    accept_new_host_key: Flag = False


class OtherAccess(Block):
    """``access.snmp``, ``sql``, ``http``: kept for the releases that use them."""

    credential: Word = ""
    port: Port | None = None
    jump: Word = ""
    version: Word = ""
    login: Word = ""


class AccessBlock(Block):
    """``access:``."""

    ssh: SshBlock = SshBlock()
    snmp: OtherAccess | None = None
    sql: OtherAccess | None = None
    http: OtherAccess | None = None


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


class TargetBlock(Block):
    """One entry of ``targets:``."""

    id: Id
    kind: Annotated[str, one_of(*KINDS)] = "linux"
    address: Address = ""
    platform: Word = ""
    access: AccessBlock = AccessBlock()
    host: Word = ""
    members: Words = Field(default_factory=list)
    importance: Annotated[str, one_of(*IMPORTANCE)] = "normal"
    tags: Words = Field(default_factory=list)
    dengbao: Annotated[int, whole(1, 5)] | None = None  # GB/T 22240: five levels
    asset: Asset = Asset()
    sudo: Flag = False
    seconds: Annotated[int, whole(10, 86_400)] | None = None
    zone: Word = ""
