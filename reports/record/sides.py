"""Whose an event of the record is: what a customer's site may hold, and what stays with the service company's desk.

The list says what may go, so that a kind that is added later stays with the desk until somebody decides otherwise: what the
customer does himself, sees happen, or is told. What stays: surveys and complaints, escalations and dispatch within the
company, and its own notes.
"""

from typing import Final

from reports.record.events import WAITS, Kind

OF_THE_SITE: Final = WAITS | {
    Kind.RECEIVED,
    Kind.RECORDED,
    Kind.ANSWERED,
    Kind.RESPONDED,
    Kind.GRADED,
    Kind.OUT_OF_SCOPE,
    Kind.ONSITE_REQUESTED,
    Kind.ARRIVED,
    Kind.LEFT,
    Kind.REMOTE_APPROVED,
    Kind.REMOTE_STARTED,
    Kind.REMOTE_ENDED,
    Kind.RECOVERY_POINT,
    Kind.MEASURES,
    Kind.SECOND_PLAN,
    Kind.SUBSTITUTED,
    Kind.PART_USED,
    Kind.SENT_FOR_REPAIR,
    Kind.BACK_FROM_REPAIR,
    Kind.WAIT_ENDED,
    Kind.PROGRESS_TOLD,
    Kind.CAUSE_FOUND,
    Kind.RESTORED,
    Kind.RESOLVED,
    Kind.CONFIRMED,
    Kind.REOPENED,
    Kind.REPORT_FILED,
    Kind.CLOSED,
    Kind.CANCELLED,
    Kind.CORRECTED,
}
"""A correction goes with what it corrects."""
STREAMS_OF_THE_SITE: Final = frozenset({"incident", "duty", "problem", "document", "hand", "alias"})
"""Streams of the record that a site may hold. Knowledge and the file of the customer are the desk's: an article may tell
of another customer, a note in the file is the company's own."""
DOCUMENTS_OF_THE_SITE: Final = frozenset(
    {"", "quarterly", "security", "hardening", "fault", "service", "duties", "restock", "confirmation", "signing", "daily"}
    | {"holiday", "upgrade", "approval"}
)
"""Kinds of documents whose entries, with their files, may go to a site: those that are handed to the customer. A survey
that was filled in, and our brief before a visit, are none."""
EVERY_STREAM: Final = STREAMS_OF_THE_SITE | {"article", "customer"}
"""Those that are handed over at all: whom a store trusts is its own affair."""


def may_go(stream: str, kind: str) -> bool:
    """Whether an event of a stream may go to a site."""
    if stream == "incident":
        return kind in {one.value for one in OF_THE_SITE}
    return stream in STREAMS_OF_THE_SITE
