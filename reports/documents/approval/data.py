"""The machine form of the approval form: plain values under stable English names."""

from config.text import render
from reports.documents.approval.matter import Approval, Ask
from reports.documents.approval.sending import numbers_of


def data(of: Approval) -> dict[str, object]:
    """What the json form has."""
    numbers = numbers_of(of)
    return {
        "tool": {"name": "xunjian", "version": of.version, "files": of.files, "files_sha256": of.files_digest},
        "list": {"file": of.list_name, "sha256": of.list_digest},
        "components": [{"name": n, "version": v, "licence": licence} for n, v, licence in of.components],
        "targets": [{"target": t, "asks": [numbers[ask] for ask in one.asks]} for one in of.listings for t in one.targets],
        "asks": [{"number": number, **_ask(ask, of.language)} for ask, number in numbers.items()],
        "connections": [
            {
                "source": render(one.source, of.language),
                "destination": one.destination,
                "port": one.port,
                "protocol": one.protocol,
                "target": one.target,
            }
            for one in of.routes
        ],
        "accounts": [
            {"target": a.target, "way": a.way, "user": a.user, "credential": a.credential, "sudo": a.has_sudo}
            for a in of.accounts
        ],
        "other_commands": [
            {
                "command": one.command,
                "to": render(one.to, of.language),
                "what": render(one.what, of.language),
                "sent": one.text,
            }
            for one in of.others
        ],
        "rights": dict(of.scripts),
        "data": {"store": of.store, "leaves": of.site.data, "evidence_days": list(of.days)},
    }


def _ask(ask: Ask, language: str) -> dict[str, object]:
    return {
        "ids": list(ask.ids),
        "digest": ask.digest,
        "command": ask.command,
        "purpose": [render(title, language) for title in ask.purpose],
        "reads_only": not ask.is_writing,
        "root": render(ask.root, language),
        "values": list(ask.values),
        "seconds": ask.seconds,
        "kib": ask.kib,
        "runs": ask.runs,
        "items": ask.items,
        "filter_words": list(ask.words),
    }
