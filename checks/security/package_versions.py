"""Which of two versions of a package is the older one, by dpkg's rule (deb-version(7)) and by rpm's (rpm-version(7))."""

import re
from itertools import zip_longest
from typing import Final

_DIGITS: Final = re.compile(r"(\d+)")
_SEGMENTS: Final = re.compile(r"\d+|[A-Za-z]+|~|\^")


def is_older(system: str, installed: str, fixed: str) -> bool:
    """Whether ``installed`` is older than ``fixed``, by the rule of ``system`` (dpkg or rpm)."""
    return (dpkg_order if system == "dpkg" else rpm_order)(installed, fixed) < 0


def dpkg_order(one: str, other: str) -> int:
    """Below zero where ``one`` is the older one, above where it is the newer, 0 where they are the same version."""
    (epoch, upstream, revision), (its_epoch, its_upstream, its_revision) = _dpkg_parts(one), _dpkg_parts(other)
    if epoch != its_epoch:
        return -1 if epoch < its_epoch else 1
    return _dpkg_compare(upstream, its_upstream) or _dpkg_compare(revision, its_revision)


def _dpkg_parts(version: str) -> tuple[int, str, str]:
    """Epoch, upstream version and revision; a missing epoch or revision is that of 0."""
    epoch, colon, rest = version.strip().partition(":")
    if not colon or not epoch.isdigit():
        epoch, rest = "0", version.strip()
    upstream, _dash, revision = rest.rpartition("-")
    return int(epoch), upstream or revision, revision if upstream else ""


def _dpkg_compare(one: str, other: str) -> int:
    """Words and numbers in turn: ~ before the end, the end before letters, letters before all else, numbers by value."""
    for mine, its in zip_longest(_DIGITS.split(one), _DIGITS.split(other), fillvalue=""):
        if (mine or "0").isdigit() and (its or "0").isdigit() and (mine.isdigit() or its.isdigit()):
            order = (int(mine or "0") > int(its or "0")) - (int(mine or "0") < int(its or "0"))
        else:
            left, right = _weights(mine), _weights(its)
            order = (left > right) - (left < right)
        if order:
            return order
    return 0


def _weights(word: str) -> tuple[int, ...]:
    return (*(-1 if letter == "~" else ord(letter) + (0 if letter.isalpha() else 256) for letter in word), 0)


def rpm_order(one: str, other: str) -> int:
    """The same by rpm. A side that names no epoch (many advisories) or no release is not compared by it."""
    (epoch, version, release), (its_epoch, its_version, its_release) = _rpm_parts(one), _rpm_parts(other)
    if epoch is not None and its_epoch is not None and epoch != its_epoch:
        return -1 if epoch < its_epoch else 1
    order = rpm_compare(version, its_version)
    return order or (rpm_compare(release, its_release) if release and its_release else 0)


def _rpm_parts(text: str) -> tuple[int | None, str, str]:
    epoch, colon, rest = text.strip().partition(":")
    known = int(epoch) if colon and epoch.isdigit() else None
    version, _dash, release = (rest if known is not None else text.strip()).partition("-")
    return known, version, release


def rpm_compare(one: str, other: str) -> int:
    """Compare one part, as rpmvercmp does: below zero where ``one`` is the older."""
    if one == other:
        return 0
    left, right = _SEGMENTS.findall(one), _SEGMENTS.findall(other)
    for mine, its in zip_longest(left, right, fillvalue=""):
        order = _rpm_segment(mine, its)
        if order:
            return order
    return 0


def _rpm_segment(one: str, other: str) -> int:
    """One segment: ~ is older than nothing, ^ newer than nothing and older than all else, a number newer than letters."""
    ranks = _rank(one), _rank(other)
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if one.isdigit():
        return (int(one) > int(other)) - (int(one) < int(other))
    return (one > other) - (one < other)


def _rank(one: str) -> int:
    """By what it is: ~, nothing, ^, letters, a number."""
    if one in {"~", "^"}:
        return -1 if one == "~" else 1
    if not one:
        return 0
    return 3 if one.isdigit() else 2
