"""Collections that come page by page: the link to the next page, and the pages put together again.

DSP0266 names it ``Members@odata.nextLink``; some makers write ``@odata.nextLink``, or an object with ``@odata.id``.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Reason, Unseen

MOST_PAGES: Final = 40
"""Of one collection: two thousand log entries at fifty a page, as controllers send them."""

_Document = Mapping[str, object]
_NEXT: Final = ("Members@odata.nextLink", "@odata.nextLink")


def next_page(document: object) -> str:
    """The path of a collection's next page, "" where it has none; another machine's address is no path."""
    if not isinstance(document, dict) or not isinstance(document.get("Members"), list):
        return ""
    for name in _NEXT:
        link = document.get(name)
        path = link.get("@odata.id") if isinstance(link, dict) else link
        if isinstance(path, str) and path.startswith("/") and not path.startswith("//"):
            return path.partition("#")[0]
    return ""


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
        if pages[-1] not in found and not _is_complete(found[first], len(members)):
            unseen[f"{first}#more"] = missed.get(pages[-1], Unseen(pages[-1], Reason.NOT_ASKED))
    return documents, unseen


def _is_complete(first: _Document, listed: int) -> bool:
    """Whether as many members came as there are; some makers link a next page behind the last."""
    count = first.get("Members@odata.count")
    return isinstance(count, int) and listed >= count > 0


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
