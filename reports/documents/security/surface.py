"""Annex G: what of each asset can be reached and who can come in, what changed of it, and what of it was not seen."""

from collections.abc import Iterator
from typing import Final

from checks.base import Level
from config.text import _
from reports.documents.answers import Pair
from reports.documents.exhibits import fitted, gathered
from reports.documents.model import Block, Heading, Section, Table, fact
from reports.documents.security.differences import differences
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, paragraph, too_many

MOST_ON_PAPER: Final = 160
PORTS: Final = (
    "security.linux.net_high_risk_port",
    "security.linux.net_listen_approved",
    "security.linux.net_cleartext_service",
    "security.linux.net_unneeded_service",
    "security.linux.fw_enabled",
    "security.linux.ssh_access_limited",
)
"""Checks of what listens, and what stands before it."""
PEOPLE: Final = (
    "security.linux.account_shared_or_unlisted",
    "security.linux.ssh_authorized_keys_review",
    "security.linux.priv_separation",
    "security.linux.sudo_nopasswd",
    "security.linux.ssh_permit_root_login",
    "security.postgres.superusers",
    "security.postgres.hba_wide",
    "security.oracle.any_priv",
    "security.mysql.empty_or_anonymous",
)
"""Checks of who can come in, and with which rights."""
MANAGEMENT: Final = (
    "security.network.telnet",
    "security.network.ssh_v2",
    "security.network.http_mgmt",
    "security.network.vty_acl",
    "security.network.snmp_community",
    "security.network.snmp_v3",
    "security.network.unused_ports",
)
"""Checks of the ways by which devices are managed."""
_PARTS: Final = (
    (_("Listening ports and the host firewall"), PORTS),
    (_("Accounts, keys and privileged rules"), PEOPLE),
    (_("Management services of network devices"), MANAGEMENT),
)


def is_of_surface(check: str) -> bool:
    """Whether the lists of a check stand in this annex."""
    return any(check in checks for _title, checks in _PARTS)


def annex_surface(of: Matter) -> Section:
    """Lists and results by subject, then the differences, then what was not seen."""
    blocks: list[Block] = [
        paragraph(
            of,
            _(
                "What can be reached of each asset and who can come in, as far as it was seen from the asset itself: no "
                "port was scanned and no login tried. The host firewall is the one on the host; what stands before it is "
                "not in this."
            ),
        )
    ]
    for title, checks in _PARTS:
        pairs = [pair for pair in of.material.pairs if pair.check in checks]
        if pairs:
            blocks.append(Heading(of.say(title), 2))
            blocks += _lists(of, checks)
            blocks += _results(of, pairs)
    blocks.append(Heading(of.say(_("New and gone since last time")), 2))
    blocks += differences(of, is_of_surface)
    blocks.append(Heading(of.say(_("Of this not seen")), 2))
    blocks += _unseen(of)
    return Section("G", of.say(_("Attack surface")), tuple(blocks), "annex-g", starts_page=True)


def _lists(of: Matter, checks: tuple[str, ...]) -> Iterator[Block]:
    wanted = [(r.target, e) for r in of.material.inspection.targets for e in r.exhibits if e.check in checks]
    for title, table in gathered(of.material, wanted):
        yield Heading(title, 3)
        yield from fitted(table)


def _results(of: Matter, pairs: list[Pair]) -> Iterator[Block]:
    """What the checks found of it; what they found right is in chapter 7 and in the workbook."""
    shown = {Level.CRITICAL, Level.WARN, Level.NOTICE}
    rows = tuple(
        (
            fact(pair.target),
            of.material.what(pair.check, finding.subject),
            of.material.level(finding.level),
            of.say(finding.summary),
        )
        for pair in pairs
        for finding in pair.findings
        if finding.level in shown
    )
    if all(finding.level is Level.UNKNOWN for pair in pairs for finding in pair.findings):
        yield paragraph(of, _("Nothing of this was seen; the reasons stand at the end of this annex."))
        return
    if not rows:
        yield paragraph(of, _("The checks of this found nothing wrong in what they saw."))
        return
    titled = ((_("Target"), 14), (_("Check"), 26), (_("Level"), 12), (_("Result"), 48))
    yield Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=too_many(of, len(rows)), is_dense=True)


def _unseen(of: Matter) -> Iterator[Block]:
    """What was asked and not seen, and what nobody asks."""
    rows = tuple(
        (fact(pair.target), of.material.what(pair.check, finding.subject), of.say(finding.summary))
        for pair in of.material.pairs
        if is_of_surface(pair.check)
        for finding in pair.findings
        if finding.level is Level.UNKNOWN
    )
    yield paragraph(
        of,
        _(
            "Not asked by this check: the account that a listening program runs as, firewalls and address translation "
            "before the assets, management processors (BMC) and SNMP as others on the network see them, wireless and modem "
            "ways in."
        ),
    )
    if rows:
        titled = ((_("Target"), 16), (_("Check"), 30), (_("Why"), 54))
        elsewhere = too_many(of, len(rows))
        yield Table(columns(of, *titled), rows, most_on_paper=MOST_ON_PAPER, elsewhere=elsewhere, is_dense=True)
