"""Collections that come page by page: the link to the next page, and the pages put together again.

DSP0266 names it ``Members@odata.nextLink``; some makers write ``@odata.nextLink``, or an object with ``@odata.id``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from collectors.base import Reason, Unseen

MOST_PAGES: Final = 40
"""Of one collection: two thousand log entries at fifty a page, as controllers send them."""

_Document = Mapping[str, object]
_NEXT: Final = ("Members@odata.nextLink", "@odata.nextLink")


def next_page(document: object) -> str:
    """The path of a collection's next page, "" where it has none; another machine's address is no path."""
    for link in _next_links(document).values():
        path = link.get("@odata.id") if isinstance(link, dict) else link
        if isinstance(path, str) and path.startswith("/") and not path.startswith("//"):
            return path.partition("#")[0]
    return ""


def _next_links(document: object) -> dict[str, object]:
    """What a collection has as links to its next page, by name."""
    if not isinstance(document, dict) or not isinstance(document.get("Members"), list):
        return {}
    return {name: document[name] for name in _NEXT if document.get(name) not in (None, "")}


def with_own_paths(document: dict[str, Any], host: str) -> dict[str, Any]:
    """The document with its next links as paths where they are absolute URLs of ``host``, as the target is addressed."""
    paths = {name: _own_path(link, host) for name, link in _next_links(document).items() if isinstance(link, str)}
    return document | {name: path for name, path in paths.items() if path}


_ABSOLUTE = re.compile(r"https?://(\[[^\]/]+\]|[^/:@?#]+)(?::[0-9]+)?(/[^#]*)(?:#.*)?", re.IGNORECASE)


def _own_path(link: str, host: str) -> str:
    found = _ABSOLUTE.fullmatch(link)
    return found[2] if found and found[1].strip("[]").lower() == host.strip("[]").lower() else ""


Whole = tuple[dict[str, _Document], dict[str, Unseen]]


def whole(found: Mapping[str, _Document], missed: Mapping[str, Unseen]) -> Whole:
    """Put the pages of each collection together under the path of its first.

    Gives the documents, and what was not had: of a collection's further pages under its own path and ``#more``.
    """
    following = {path: next_page(one).rstrip("/") for path, one in found.items() if next_page(one)}
    firsts = following.keys() - set(following.values())
    documents, unseen = dict(found), dict(missed)
    for first in firsts:
        pages = list(_chain(first, following))
        had = [path for path in pages if path in found]
        members = [one for path in had for one in _members(found[path])]
        for path in pages[1:]:
            documents.pop(path, None)
            unseen.pop(path, None)
        documents[first] = {**found[first], "Members": members}
        if pages[-1] not in found and not _is_complete(found[first], len(members), missed.get(pages[-1])):
            unseen[f"{first}#more"] = missed.get(pages[-1], Unseen(pages[-1], Reason.NOT_ASKED))
        elif _leads_elsewhere(found.get(pages[-1])):
            unseen[f"{first}#more"] = Unseen(pages[-1], Reason.NOT_UNDERSTOOD, _words(found[pages[-1]]))
    alone = (path for path in found.keys() - following.keys() - set(following.values()) if _leads_elsewhere(found[path]))
    unseen |= {f"{path}#more": Unseen(path, Reason.NOT_UNDERSTOOD, _words(found[path])) for path in alone}
    return documents, unseen


def _leads_elsewhere(document: object) -> bool:
    """Whether it names a next page in a way that cannot be followed."""
    return bool(_next_links(document)) and not next_page(document)


def _words(document: object) -> str:
    return " ".join(map(str, _next_links(document).values()))[:200]


def _is_complete(first: _Document, listed: int, miss: Unseen | None) -> bool:
    """Whether as many members came as there are; some makers link a next page behind the last.

    Some count the members of the page alone: a page that was asked for and failed lacks nothing only where it is not there
    (HTTP 404), or where the count is surely that of the whole.
    """
    count = first.get("Members@odata.count")
    if not isinstance(count, int) or not listed >= count > 0:
        return False
    return miss is None or miss.detail == "HTTP 404" or count > len(_members(first))


def _members(document: _Document) -> list[object]:
    members = document.get("Members")
    return members if isinstance(members, list) else []


def _chain(first: str, following: Mapping[str, str]) -> Iterator[str]:
    """A first page and those behind it, up to one that was not had; a ring is gone round once."""
    known: set[str] = set()
    path = first
    while path and path not in known:
        known.add(path)
        yield path
        path = following.get(path, "")
