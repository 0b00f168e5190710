"""Who connects to whom for an inspection: the source-destination-port table and the accounts of the approval form."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from agent.sending import way_of
from collectors.base import SessionError
from config.kinds import DATABASES, NETWORK, asked_as
from config.site import Access, Site, Target
from config.text import Text, _, verbatim
from reports.documents.approval.matter import Account, Route

HERE: Final = _("the inspecting machine")
_PORTS: Final[Mapping[str, int]] = {"postgres": 5432, "kingbase": 54321, "mysql": 3306, "oracle": 1521, "dameng": 5236}
"""What a database listens on where nothing else is written, by its maker's documentation."""
_HTTPS: Final = 443
_PORT: Final = re.compile(r":(\d{1,5})(?:/|$)")


def routes_of(target: Target, site: Site) -> Iterator[Route]:
    """Every connection that inspecting a target opens; none of the machine that inspects itself."""
    if target.kind == "local":
        return
    if asked_as(target.platform) == NETWORK:
        yield from _of_device(target)
    elif target.kind == "bmc":
        port = target.ways.get("redfish", Access()).port or _HTTPS
        yield Route(HERE, target.address, str(port), "tcp (HTTPS, Redfish)", target.id)
    elif target.kind == "function":
        yield _of_function(target)
    elif target.kind in DATABASES:
        yield from _of_database(target, site)
    else:
        yield from _by_ssh(target, site)


def _by_ssh(target: Target, site: Site) -> Iterator[Route]:
    source: Text = HERE
    if target.ssh.bastion:
        host, _colon, port = target.ssh.bastion.partition(":")
        yield Route(HERE, host, port or str(target.ssh.port), "tcp (SSH)", target.id)
        source = _("bastion {address}", address=host)
    elif target.ssh.jump:
        jump = next((one for one in site.targets if one.id == target.ssh.jump), None)
        if jump is not None:
            yield from _by_ssh(jump, site)
            source = verbatim(jump.id)
    yield Route(source, target.address, str(target.ssh.port), "tcp (SSH)", target.id)


def _of_device(target: Target) -> Iterator[Route]:
    if target.snmp is not None:
        yield Route(HERE, target.address, str(target.snmp.port), "udp (SNMP)", target.id)
    if target.kind == NETWORK and target.ssh.credential:
        yield Route(HERE, target.address, str(target.ssh.port), "tcp (SSH)", target.id)
    if target.kind == NETWORK and target.telnet is not None:
        yield Route(HERE, target.address, str(target.telnet.port), "tcp (telnet)", target.id)


def _of_function(target: Target) -> Route:
    from collectors.sessions.functions import where_of  # noqa: PLC0415 - only where a function is

    try:
        where = where_of(target.address, target.ways.get(way_of(target), Access()))
    except SessionError:
        return Route(HERE, target.address, "?", "tcp", target.id)
    return Route(HERE, where.host, str(where.port), f"tcp ({where.scheme})", target.id)


def _of_database(target: Target, site: Site) -> Iterator[Route]:
    access = target.sql
    if access is not None and access.credential:
        written = _PORT.search(target.address)
        known = access.port or _PORTS.get(target.kind)
        port = written[1] if written and access.port is None else str(known or "?")
        yield Route(HERE, target.address, port, f"tcp ({target.kind})", target.id)
    host = next((one for one in site.targets if one.id == target.host), None)
    if target.ssh.credential:
        yield from _by_ssh(target, site)
    elif host is not None and host.kind != "local" and (access is None or not access.credential):
        yield from _by_ssh(host, site)


def accounts_of(target: Target, site: Site) -> Iterator[Account]:
    """As whom a target is asked, way by way; names alone."""
    ways = {"ssh": target.ssh.credential, **{name: way.credential for name, way in target.ways.items()}}
    others = {"sql": target.sql, "snmp": target.snmp, "telnet": target.telnet}
    ways |= {name: way.credential for name, way in others.items() if way is not None}
    has_sudo = target.ssh.sudo or target.sudo
    if target.kind == "local":
        yield Account(target.id, "local", "", "", has_sudo)
    for way, name in ways.items():
        if name:
            known = site.credentials.get(name)
            user = (known.user or known.snmp_user) if known else ""
            user = target.ssh.account or user if way == "ssh" else user
            yield Account(target.id, way, name, user, has_sudo and way == "ssh")
