"""Vendors' advisories as they are carried in: OVAL, updateinfo.xml, Debian's tracker; and what is refused."""

import bz2
import contextlib
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.advisories.opening import pieces
from agent.advisories.packs import Told, packs_of, together
from agent.advisories.refused import DataRefused
from collectors.facts.advisories import Advisory, Mended, Pack
from collectors.linux.advisories import packs_of as read_again
from collectors.linux.advisories import written
from tests.advisory_files import TRACKER, debian_oval, rhel_oval, ubuntu_oval, updateinfo

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOTHING = Told()
EULER = Told(release=("openEuler", "22.03 SP3"))


def packs(folder: Path, content: str | bytes, told: Told = NOTHING, name: str = "data.xml") -> tuple[Pack, ...]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return packs_of(path, told, NOW)


def test_debians_oval_names_source_packages_and_never_counts_what_the_release_never_had(tmp_path: Path) -> None:
    (one,) = packs(tmp_path, debian_oval())
    assert (one.os_id, one.release, one.form, one.package_system, one.by_source) == ("debian", "12", "oval", "dpkg", True)
    assert one.packages == {"openssl": (Mended("0:3.0.17-1~deb12u3", "", (0,)),)}
    assert one.advisories == (Advisory("DSA-9001-1", "", "", ("CVE-2026-1001",)),)
    assert one.unfixed_count == 1
    assert one.dated_at == datetime(2026, 11, 20, 6, tzinfo=UTC)


def test_ubuntus_oval_names_binary_packages_by_a_variable(tmp_path: Path) -> None:
    (one,) = packs(tmp_path, ubuntu_oval())
    assert (one.os_id, one.release, one.by_source) == ("ubuntu", "22.04", False)
    assert set(one.packages) == {"libssl3", "openssl"}
    assert one.advisories == (Advisory("USN-9001-1", "moderate", "2026-11-02", ("CVE-2026-1004",)),)


def test_red_hats_oval_keeps_the_module_and_stream(tmp_path: Path) -> None:
    (one,) = packs(tmp_path, rhel_oval())
    assert one.packages == {"postgresql-server": (Mended("0:15.9-1.el9", "postgresql:15", (0,)),)}
    assert one.advisories == (Advisory("RHSA-2026:0001", "important", "2026-11-03", ("CVE-2026-1005", "CVE-2026-1006")),)


@pytest.mark.parametrize(
    "criteria",
    [
        '<criteria operator="AND"><criterion test_ref="t1"/><criterion test_ref="t3"/></criteria>',
        '<criteria operator="AND"><criterion test_ref="t1"/><criterion test_ref="t4"/></criteria>',
        '<criteria operator="AND"><criterion test_ref="t1" negate="true"/></criteria>',
        '<criteria operator="OR" negate="true"><criterion test_ref="t1"/></criteria>',
    ],
)
def test_an_advisory_that_asks_for_more_than_one_older_version_is_counted_and_not_judged(
    tmp_path: Path, criteria: str
) -> None:
    other = rhel_oval(criteria).split("<definitions>")[1].split("</definition>")[0] + "</definition>"
    path = tmp_path / "x.xml"
    path.write_text(rhel_oval().replace("</definitions>", f"{other}</definitions>"), "utf-8")
    (one,) = packs_of(path, NOTHING, NOW)
    assert (one.unjudged_count, len(one.packages)) == (1, 1)


def test_updateinfo_wants_its_release_and_counts_security_alone(tmp_path: Path) -> None:
    (one,) = packs(tmp_path, updateinfo(), EULER)
    assert (one.os_id, one.release, one.package_system, one.dated_by) == ("openEuler", "22.03 SP3", "rpm", "newest")
    assert one.packages == {"openssl-libs": (Mended("1.1.1wa-9.oe2203sp3", "", (0,)),)}
    assert one.dated_at == datetime(2026, 11, 21, tzinfo=UTC)
    assert packs(tmp_path, updateinfo("1"), EULER)[0].packages["openssl-libs"][0].fixed == "1:1.1.1wa-9.oe2203sp3"


def test_a_date_in_seconds_is_a_date(tmp_path: Path) -> None:
    (one,) = packs(tmp_path, updateinfo(issued="1789000000"), EULER)
    assert one.advisories[0].day == "2026-09-10"


def test_the_tracker_is_of_every_release_that_it_names(tmp_path: Path) -> None:
    told = Told(day=date(2026, 11, 19))
    found = packs(tmp_path, json.dumps(TRACKER), told, "json")
    assert [(one.release, sorted(one.packages), one.unfixed_count) for one in found] == [
        ("12", ["openssl"], 0),
        ("13", ["bash"], 1),
    ]
    assert found[0].dated_by == "person"
    assert found[0].advisories == (Advisory("CVE-2026-1008", "important", "", ("CVE-2026-1008",)),)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_packed_files_are_read_as_they_are(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    assert packs(tmp_path, pack(debian_oval().encode()))[0].packages


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_a_file_that_was_cut_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    content = pack(debian_oval().encode())
    with pytest.raises(DataRefused, match="not carried whole"):
        packs(tmp_path, content[: len(content) * 3 // 4])


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE oval_definitions [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(DataRefused, match="entities"):
        packs(tmp_path, bomb + debian_oval().split("\n", 1)[1])


def test_nesting_is_bounded(tmp_path: Path) -> None:
    deep = "<criteria>" * 100 + "</criteria>" * 100
    with pytest.raises(DataRefused, match="nests too deep"):
        packs(tmp_path, rhel_oval(deep))


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.advisories.opening.MOST_BYTES", 1000)
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"<" * 2000))
    with pytest.raises(DataRefused, match="unpacks to more than"):
        list(pieces(path))


@pytest.mark.parametrize(
    ("content", "told", "words"),
    [
        ("<html></html>", NOTHING, "is no OVAL file"),
        ("", NOTHING, "is no OVAL file"),
        ("{}", Told(day=date(2026, 11, 1)), "not that of Debian"),
        ("[" * 10, NOTHING, "is no OVAL file"),
        ('{"a": 1}', NOTHING, "not that of Debian"),
        (json.dumps(TRACKER), NOTHING, "bears no date"),
        (updateinfo(), NOTHING, "does not say which release"),
        (debian_oval(), Told(day=date(2026, 11, 1)), "bears a date of its own"),
        (updateinfo(), Told(date(2026, 11, 1), EULER.release), "bears a date of its own"),
        (debian_oval(timestamp="2027-01-01T00:00:00"), NOTHING, "has not come yet"),
        (debian_oval(timestamp=""), NOTHING, "bears no date"),
        (debian_oval(fixed="0:0"), NOTHING, "names no package"),
    ],
)
def test_a_file_that_is_none_or_lacks_something_is_refused_with_why(
    tmp_path: Path, content: str, told: Told, words: str
) -> None:
    with pytest.raises(DataRefused, match=words):
        packs(tmp_path, content, told)


def test_files_of_one_release_are_one_and_as_old_as_the_oldest(tmp_path: Path) -> None:
    one = packs(tmp_path, updateinfo("1"), EULER, "a.xml")
    other = packs(tmp_path, updateinfo("1", "2026-11-01").replace("2026-11-21", "2026-11-02"), EULER, "b.xml")
    (both,) = together((*one, *other))
    assert (both.file_name, both.dated_at.day, len(both.advisories)) == ("a.xml, b.xml", 2, 1)


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    made = (*packs(tmp_path, debian_oval()), *packs(tmp_path, rhel_oval()))
    assert read_again(written(made[:1]) + written(made[1:])).packs == made


@given(st.binary(max_size=300), st.integers(0, 2000), st.booleans())
def test_no_damage_ends_but_in_a_refusal(noise: bytes, at: int, is_json: bool) -> None:  # noqa: FBT001 - drawn
    import tempfile  # noqa: PLC0415 - a folder for each example

    content = json.dumps(TRACKER).encode() if is_json else debian_oval().encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(content[:at] + noise + content[at + len(noise) :])
        with contextlib.suppress(DataRefused):
            assert packs_of(path, Told(day=date(2026, 11, 1)) if is_json else NOTHING, NOW)
