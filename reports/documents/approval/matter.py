"""What an approval form is made of: plain values, put together by whoever knows the catalogue and the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from config.site import DEFAULT_TIMEZONE, Site
from config.text import Text
from reports.documents.model import Words, say


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is sent: everything that people approve of it."""

    ids: tuple[str, ...]
    purpose: tuple[Text, ...]
    """Titles of the checks that it is for, and what they read."""
    command: str
    """Whole, as it is sent."""
    digest: str
    values: tuple[str, ...]
    root: Text
    is_writing: bool
    seconds: int
    kib: int
    runs: int
    items: int
    is_here: bool
    """A program on the inspecting machine."""
    words: tuple[str, ...]
    """The words in it that filters of bastions commonly refuse."""


@dataclass(frozen=True, slots=True)
class Other:
    """What another command than a run sends. ``text`` is it whole, "" where nothing is sent; a bound of 0 is none."""

    command: str
    to: Text
    what: Text
    text: str = ""
    seconds: int = 0
    kib: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the table of connections."""

    source: Text
    destination: str
    port: str
    protocol: str
    target: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Targets to which the very same is sent, and what."""

    targets: tuple[str, ...]
    heading: tuple[Text, ...]
    """Of each target its way; then what holds for all of them."""
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """As whom a target is asked. ``credential`` is the name in the configuration, ``user`` the account there."""

    target: str
    way: str
    credential: str
    user: str
    has_sudo: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """One form. ``scripts`` are the files of rights, by title."""

    number: str
    made_at: datetime
    language: str
    site: Site
    version: str
    files: int
    files_digest: str
    list_name: str
    list_digest: str
    components: tuple[tuple[str, str, str], ...]
    listings: tuple[Listing, ...]
    routes: tuple[Route, ...]
    accounts: tuple[Account, ...]
    scopes: tuple[Text, ...]
    store: str
    harness_words: tuple[str, ...] = ()
    scripts: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Other, ...] = ()
    """What is sent by commands that are no run."""
    days: tuple[int, int] = (30, 400)
    """How long evidence is kept: of a scheduled round, of any other."""

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the language of the form."""
        return say(text, self.language, tone=tone, is_strong=is_strong)

    @property
    def day(self) -> str:
        """The day on which it was made, at the site."""
        return self.made_at.astimezone(ZoneInfo(self.site.timezone or DEFAULT_TIMEZONE)).date().isoformat()
