"""Where what the record tells goes by itself: one entry of ``deliveries:``, as the rest of the program sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = ("smtp", "folder", "webhook", "sheets", "calendar", "roundup")
WHAT: Final = ("document", "problem", "incident", "clock")
"""What a delivery can be told of."""
TEMPLATES: Final = ("plain", "wecom", "dingtalk", "feishu")
FORMS: Final = ("pdf", "docx", "html", "xlsx", "json")
"""Files of a document that a contact may ask for."""
DEFAULT_FORMS: Final = ("pdf",)
PORTS: Final[Mapping[str, int]] = {"starttls": 587, "tls": 465, "none": 25}
"""By the security of a mail server, its usual port (RFC 6409, RFC 8314, RFC 5321)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One channel. ``to`` are roles or names of contacts; ``is_at_site``: what goes through it does not leave the site."""

    name: str
    kind: str
    what: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    level: str = "warn"
    """From which level on a problem is told of."""
    since: date | None = None
    """From which day on; None is from when the store met the channel first."""
    is_at_site: bool = False
    server: str = ""
    port: int = 0
    security: str = "starttls"
    credential: str = ""
    sender: str = ""
    most_bytes: int = 0
    """Of one mail, as it is sent; what is over it is named in the mail and stays where it is."""
    authorities: str = ""
    """Path of a PEM file of authorities to believe."""
    url: str = ""
    """A URL, or a reference to one: a robot's is a secret."""
    secret: str = ""
    template: str = "plain"
    folder: str = ""
    close_as: str = "resolved"
    reopen_as: str = "chatting"
    """Names of a desk's statuses: for what is solved, and for what is not after all."""
    seconds: int = 60
    """How long one attempt may take."""
    place: str = ""
