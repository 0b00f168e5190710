"""By which name devices are known to each other: one tells itself with its domain, its neighbour calls it without."""

from collections.abc import Mapping


def whose(name: str, known: Mapping[str, str]) -> str:
    """Give what ``known`` has of a name, by names in lower case; "" where nothing, or of several nobody knows which."""
    word = name.casefold()
    if not word:
        return ""
    alike = {known[own] for own in known if own and (own.startswith(f"{word}.") or word.startswith(f"{own}."))}
    return known.get(word) or (next(iter(alike)) if len(alike) == 1 else "")
