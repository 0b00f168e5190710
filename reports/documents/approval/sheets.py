"""The workbook of the approval form: every ask whole, components, connections, accounts."""

from config.text import _
from reports.documents.approval.matter import Approval
from reports.documents.approval.sending import access, bounds, numbers_of, purpose
from reports.documents.model import Sheet, Table, fact
from reports.documents.tables import columns


def sheets(of: Approval) -> tuple[Sheet, ...]:
    """One sheet a kind."""
    return (_asks(of), _components(of), _connections(of), _accounts(of))


def _asks(of: Approval) -> Sheet:
    head = (
        (_("No."), 8),
        (_("Id"), 30),
        (_("Targets"), 20),
        (_("Purpose (checks)"), 40),
        (_("What is sent, whole"), 90),
        (_("Access"), 12),
        (_("Root"), 14),
        (_("Bounds"), 20),
        (_("Digest (sha256)"), 66),
        (_("Words"), 14),
    )
    rows = tuple(
        (
            fact(number),
            fact(", ".join(ask.ids)),
            fact(", ".join(dict.fromkeys(t for one in of.listings if ask in one.asks for t in one.targets))),
            purpose(of, ask),
            fact("\n".join((ask.command, *ask.values)), is_code=True),
            access(of, ask),
            of.say(ask.root),
            bounds(of, ask),
            fact(ask.digest, is_code=True),
            fact(", ".join(ask.words)),
        )
        for ask, number in numbers_of(of).items()
    )
    return Sheet(of.say(_("Asks")), Table(columns(of, *head), rows))


def _components(of: Approval) -> Sheet:
    head = ((_("Component"), 30), (_("Version"), 16), (_("Licence, in its own words"), 50))
    rows = tuple((fact(name), fact(version), fact(licence)) for name, version, licence in of.components)
    return Sheet(of.say(_("Components")), Table(columns(of, *head), rows))


def _connections(of: Approval) -> Sheet:
    head = ((_("Source"), 24), (_("Destination"), 40), (_("Port"), 10), (_("Protocol"), 24), (_("Target"), 20))
    rows = tuple(
        (of.say(one.source), fact(one.destination), fact(one.port), fact(one.protocol), fact(one.target))
        for one in of.routes
    )
    return Sheet(of.say(_("Connections")), Table(columns(of, *head), rows))


def _accounts(of: Approval) -> Sheet:
    head = ((_("Target"), 20), (_("Way"), 12), (_("Account"), 24), (_("Credential (its name)"), 24))
    rows = tuple((fact(one.target), fact(one.way), fact(one.user), fact(one.credential)) for one in of.accounts)
    return Sheet(of.say(_("Accounts")), Table(columns(of, *head), rows))
