"""Entries of ``credentials:`` and ``targets:`` as the rest of the program sees them: credentials, targets, their ways."""

import os
from collections.abc import Iterator
from pathlib import Path

from config.entries import WAYS, CredentialBlock, SshBlock, TargetBlock
from config.kinds import BY_SNMP, DEVICES, FAMILIES, HOST_GROUPS, NETWORK, SNMP_ONLY, platform_of
from config.references import Placed
from config.said import Mitigation
from config.site import DEFAULT_ZONE, Access, Credential, SnmpAccess, SqlAccess, SshAccess, Target, TelnetAccess
from config.steps import steps_of


def credential_of(name: str, block: CredentialBlock, place: str, folder: Path) -> Credential:
    """One credential; its paths count from the folder of its file."""
    return Credential(
        name=name,
        user=block.user,
        private_key=path_of(block.private_key, folder),
        passphrase=block.passphrase,
        password=block.password,
        one_time_code=block.one_time_code,
        use_agent=block.use_agent,
        snmp_user=block.snmp_user,
        community=block.community,
        auth=block.auth,
        priv=block.priv,
        auth_protocol=block.auth_protocol,
        priv_protocol=block.priv_protocol,
        enable=block.enable,
        place=place,
    )


def path_of(written: str, folder: Path) -> str:
    """An absolute path of what an operator wrote; nothing of nothing."""
    return str(beside(folder, written).absolute()) if written else ""


def beside(folder: Path, written: str) -> Path:
    """A path as an operator writes it: from home with ``~``, from the root with ``/``, else from his file's folder."""
    return folder / os.path.expanduser(written)  # noqa: PTH111 - Path.expanduser raises where the home is not known


def target_of(placed: Placed) -> Target:
    """One entry."""
    block = placed.block
    ssh = block.access.ssh
    return Target(
        id=block.id,
        kind=block.kind,
        address=block.address or ("localhost" if block.kind == "local" else ""),
        ssh=_ssh(ssh),
        ways=_other_ways(block, placed.folder),
        sql=_sql(block, placed.folder),
        snmp=_snmp(block),
        telnet=_telnet(block),
        platform=_platform(block),
        importance=block.importance,
        tags=tuple(block.tags),
        dengbao=block.dengbao,
        profile=block.profile,
        mitigations=tuple(Mitigation(m.what, m.by, m.on, m.until, m.note) for m in block.mitigations),
        asset={key: str(value) for key, value in block.asset.model_dump(exclude_defaults=True).items() if value},
        sudo=block.sudo,
        seconds=block.seconds or 0,
        host=block.host,
        steps=steps_of(block),
        confirmed_by=block.writes.confirmed_by,
        members=tuple(block.members),
        zone=block.zone or DEFAULT_ZONE,
        place=placed.place(),
    )


def host_groups(placed: tuple[Placed, ...]) -> Iterator[Target]:
    """A group of each database or BMC and the host that it names; its name has a sign that no target's id can have."""
    for one in placed:
        block = one.block
        if block.host and block.kind in HOST_GROUPS:
            kind = HOST_GROUPS[block.kind]
            members = (block.id, block.host)
            yield Target(
                id="@".join(members),
                kind=kind,
                platform=kind,
                importance=block.importance,
                tags=tuple(block.tags),
                members=members,
                place=one.place("host"),
            )


def _ssh(block: SshBlock) -> SshAccess:
    written = block.model_dump() | {"ways": tuple(block.ways), "menu": tuple((s.expect, s.send) for s in block.menu)}
    return SshAccess(**written)


def _platform(block: TargetBlock) -> str:
    if block.kind in DEVICES or _is_by_snmp(block):
        if block.kind == NETWORK and block.platform in FAMILIES:
            return block.platform
        return SNMP_ONLY if block.kind == NETWORK and _has_no_line(block) else BY_SNMP[block.kind]
    if block.platform:
        return block.platform
    if block.kind == "function" and block.steps:
        return "transaction"
    return platform_of(block.kind, block.address)


def _other_ways(block: TargetBlock, folder: Path) -> dict[str, Access]:
    made = {}
    for name in WAYS:
        written = getattr(block.access, name)
        if written is not None:
            made[name] = Access(
                credential=written.credential,
                port=written.port,
                certificate=written.certificate,
                authorities=path_of(written.authorities, folder),
                accept_any_certificate=written.accept_any_certificate,
                is_legacy=written.tls == "legacy",
            )
    return made


def _has_no_line(block: TargetBlock) -> bool:
    """A network device that is asked by SNMP alone."""
    access = block.access
    return access.snmp is not None and not access.ssh.credential and access.telnet is None


def _is_by_snmp(block: TargetBlock) -> bool:
    """A host or a BMC whose entry names no other way than SNMP."""
    access = block.access
    is_asked_else = access.ssh.credential or access.redfish is not None
    return block.kind in {"linux", "bmc"} and access.snmp is not None and not is_asked_else


def _snmp(block: TargetBlock) -> SnmpAccess | None:
    written = block.access.snmp
    return SnmpAccess(**written.model_dump(exclude={"jump"})) if written is not None else None


def _telnet(block: TargetBlock) -> TelnetAccess | None:
    written = block.access.telnet
    return TelnetAccess(**written.model_dump(exclude={"jump"})) if written is not None else None


def _sql(block: TargetBlock, folder: Path) -> SqlAccess | None:
    written = block.access.sql
    if written is None:
        return None
    return SqlAccess(
        credential=written.credential,
        port=written.port,
        database=written.database,
        tls=written.tls,
        authorities=path_of(written.authorities, folder),
        driver=written.driver,
        os_user=written.os_user,
        socket=written.socket,
        licensed_packs=tuple(written.licensed_packs),
        licence_note=written.licence_note,
    )
