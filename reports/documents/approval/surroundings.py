"""Chapters 3 to 7: accounts, connections, data, filters of bastions, and how the tool is stopped."""

from config.text import Text, _
from reports.documents.approval.matter import Approval
from reports.documents.approval.sending import numbers_of
from reports.documents.model import DASH, Block, Bullets, Section, Table, fact
from reports.documents.tables import columns, pairs_table, paragraph

ANY_PORT = _("any port above 1023")
YES = _("yes")
NO = _("no")


def chapter_accounts(of: Approval) -> Section:
    """As whom each target is asked."""
    head = ((_("Target"), 22), (_("Way"), 14), (_("Account"), 24), (_("Credential (its name)"), 24), (_("sudo"), 16))
    rows = tuple(
        (
            fact(one.target),
            fact(one.way),
            fact(one.user) if one.user else of.say(_("whoever starts the tool")) if one.way == "local" else DASH,
            fact(one.credential) if one.credential else DASH,
            of.say(YES if one.has_sudo else NO),
        )
        for one in of.accounts
    )
    words = _(
        "Passwords and keys stand in an encrypted file or are typed; none is in this form, in evidence, reports or logs. A "
        "credential that a target refused is not offered to it again. What each account needs stands in annex B."
    )
    table: tuple[Block, ...] = (Table(columns(of, *head), rows, is_dense=True),) if rows else ()
    return Section("3", of.say(_("Accounts and rights")), (paragraph(of, words), *table), "accounts")


def chapter_network(of: Approval) -> Section:
    """Which connections are opened; for the rules of firewalls."""
    head = (
        (_("Source"), 20),
        (_("Source port"), 17),
        (_("Destination"), 25),
        (_("Port"), 8),
        (_("Protocol"), 16),
        (_("Target"), 14),
    )
    rows = tuple(
        (of.say(one.source), of.say(ANY_PORT), fact(one.destination), fact(one.port), fact(one.protocol), fact(one.target))
        for one in of.routes
    )
    words = _(
        "The inspecting machine opens every connection; no target opens one to it. Nothing else is connected to: no "
        "address of the internet, no update, no telemetry."
    )
    none = paragraph(of, _("None: only the machine that the tool stands on is inspected."))
    block: Block = Table(columns(of, *head), rows, is_dense=True) if rows else none
    return Section("4", of.say(_("Connections (source, destination, port)")), (paragraph(of, words), block), "network")


_LEAVES = {
    "stays": _("no: data stays at the customer’s"),
    "leaves-masked": _("only masked: names, addresses and accounts are replaced in what is exported"),
    "leaves": _("yes, as the contract allows"),
}


def chapter_data(of: Approval) -> Section:
    """What is collected, where it is kept, how long, whether it leaves."""
    routine, other = of.days
    told: tuple[tuple[Text, Text], ...] = (
        (
            _("Collected"),
            _(
                "the answers to the asks of chapter 2: states, settings, counters, lines of system logs; no row of a "
                "user’s table"
            ),
        ),
        (
            _("Not collected"),
            _("passwords, hashes, keys, SNMP communities: they are taken out on the target or before an answer is kept"),
        ),
        (_("Kept at"), _("{place}, on or reached from the inspecting machine", place=of.store)),
        (
            _("Kept how long"),
            _(
                "answers of scheduled rounds {routine} days, of other inspections {other} days, then only their digests; "
                "findings and measures for the time of the contract",
                routine=routine,
                other=other,
            ),
        ),
        (_("Leaves the customer’s site"), _LEAVES[of.site.data]),
        (
            _("Left on a target"),
            _(
                "nothing: one private folder during a round, removed at its end; the target’s own logs show logins and "
                "commands"
            ),
        ),
        (
            _("Own record"),
            _("a run log, a line for each thing sent, chained by digest: “xunjian evidence verify” shows any later change"),
        ),
    )
    rows = tuple((of.say(name, is_strong=True), of.say(value)) for name, value in told)
    return Section("5", of.say(_("Data")), (pairs_table(rows),), "data")


def chapter_filters(of: Approval) -> Section:
    """The words that a bastion's command filter may stop, and in which asks they stand."""
    head = ((_("No."), 10), (_("Ask"), 50), (_("Words"), 40))
    numbers = numbers_of(of)
    rows = tuple(
        (fact(numbers[ask]), fact(", ".join(ask.ids)), fact(", ".join(ask.words), is_code=True))
        for ask in numbers
        if ask.words
    )
    blocks: list[Block] = []
    if of.harness_words:
        frame = _(
            "The frame of a round on a Linux target has the words {words}: to end what it started itself, to ask for "
            "rights where they are allowed, to remove its own folder.",
            words=of.harness_words,
        )
        blocks.append(paragraph(of, frame))
    if rows:
        lead = _("Asks with words that command filters of bastions commonly refuse; in all of them they only read:")
        blocks += [paragraph(of, lead), Table(columns(of, *head), rows, is_dense=True)]
    else:
        blocks.append(paragraph(of, _("No ask has a word that command filters of bastions commonly refuse.")))
    return Section("6", of.say(_("Words that command filters stop")), tuple(blocks), "filters")


def chapter_stop(of: Approval) -> Section:
    """How a run is stopped, from either side."""
    ways: tuple[Text, ...] = (
        _(
            "On the inspecting machine: Ctrl-C, or kill with the process id of xunjian. Every session is closed; what was "
            "finished stays kept."
        ),
        _(
            "On a target: end the session of the inspecting account, or lock the account. The commands of a round end with "
            "their session, at the latest after their own seconds."
        ),
        _("In the network: close the ports of chapter 4 to the inspecting machine."),
        _(
            "By itself: each ask ends at its bound, each target after {target} s, the whole run after {run} s.",
            target=of.site.bounds.target_seconds,
            run=of.site.bounds.run_seconds,
        ),
    )
    return Section("7", of.say(_("How it is stopped")), (Bullets(tuple((of.say(way),) for way in ways)),), "stop")
