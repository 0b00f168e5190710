"""Databases that run on a host, proposed as targets: one that nobody inspects is one that nobody knows."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.database_servers import DATABASE_SERVERS, DatabaseServer
from config.limits import Layered
from config.text import _


def judge(servers: Listing[DatabaseServer], _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a server, and lines for the configuration."""
    for one in servers.records:
        if one.port:
            words = _("{product} runs here, port {port}", product=one.product, port=str(one.port))
        else:
            words = _("{product} runs here, its port is not known", product=one.product)
        yield Finding(one.name, Level.OK, words, observed=_("{where}", where=one.data or one.instance or "-"))
    yield Exhibit(
        _("Databases on this host, as entries for the configuration (HOST: the id of this target, ADDRESS: its address)"),
        (_("Product"), _("Data directory or instance"), _("Entry")),
        tuple((one.product, one.instance or one.data or "-", entry(one)) for one in servers.records),
    )


def entry(one: DatabaseServer) -> str:
    """A line of ``targets:``, ready to paste; asked by a driver with a credential that is still to be written."""
    words = [f"port: {one.port}"] if one.port else []
    words += [f"database: {one.instance}"] if one.instance else []
    sql = ", ".join((*words, "credential: DB"))
    name = (one.instance or one.product).lower()
    return (
        f"- {{id: HOST-{name}{f'-{one.port}' if one.port else ''}, kind: {one.kind}, address: ADDRESS, host: HOST, "
        f"access: {{sql: {{{sql}}}}}}}"
    )


DATABASES_FOUND: Final = Check(
    id="server.databases_found",
    title=_("Databases on the host"),
    area=Area.SERVICES,
    needs=DATABASE_SERVERS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.OK,
    reads=_("processes of PostgreSQL, KingbaseES, openGauss, MySQL, MariaDB, Oracle and DM8, with data directory and port"),
    remedy=_("Take up each of them as a target of its own, so that it is inspected too."),
    traps=(_("a server in a container is seen by its process, and its folders and port are the container's own"),),
    clause="1.4.3.4",
    refs=("postgres(1)", "mysqld(8)", "oratab"),
)
