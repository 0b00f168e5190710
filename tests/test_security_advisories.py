"""Installed packages beside vendors' advisories: which version is older, which data counts, what is said of it."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from agent.advisories.packs import Told, packs_of
from agent.commands.data import command
from checks.base import Exhibit, Finding, Level, Scene
from checks.security.linux import patch_advisories
from checks.security.package_versions import dpkg_order, rpm_order
from collectors.base import Answer, Reason, SessionError, Shell
from collectors.facts.advisories import Advisories, Advisory, AdvisoryData, Installed, Mended, Pack, PackageVersions
from collectors.facts.patches import PatchLevel
from collectors.linux.advisories import derive, parse
from collectors.linux.package_versions import PACKAGE_VERSIONS_LIST
from config.limits import Layered
from config.text import render
from tests.advisory_files import debian_oval
from tests.program import xunjian

DATA = Path(__file__).parent / "data"
SCENE = Scene(dengbao=3)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = Layered(patch_advisories.AdvisoryLimits())
DEBIAN = PatchLevel(NOW, "debian", "12", "Debian GNU/Linux 12 (bookworm)", "12 (bookworm)", "6.1.0-10-amd64")
EULER = PatchLevel(NOW, "openEuler", "22.03", "openEuler 22.03 (LTS-SP3)", "22.03 (LTS-SP3)", "5.10.0")
ROCKY = PatchLevel(NOW, "rocky", "9.4", "Rocky Linux 9.4 (Blue Onyx)", "9.4 (Blue Onyx)", "5.14.0")
SSL = Installed("libssl3", "amd64", "3.0.13-1~deb12u1+b1", "openssl", "3.0.13-1~deb12u1")


def pack(
    *mended: tuple[str, str],
    severity: str = "important",
    module: str = "",
    of: tuple[str, str, str] = ("debian", "12", "dpkg"),
    age_days: float = 2,
) -> Pack:
    return Pack(
        os_id=of[0],
        release=of[1],
        form="oval",
        package_system=of[2],
        by_source=of[0] == "debian",
        file_name="carried.xml.xz",
        digest="ab" * 32,
        dated_at=NOW - timedelta(days=age_days),
        dated_by="file",
        advisories=(Advisory("SA-1", severity, "2026-11-01", ("CVE-2026-1001",)),),
        packages={name: (Mended(fixed, module, (0,)),) for name, fixed in mended},
    )


def said(
    installed: tuple[Installed, ...], *packs: Pack, level: PatchLevel = DEBIAN
) -> tuple[dict[str, Finding], list[tuple[str, ...]]]:
    system = packs[0].package_system if packs else "dpkg"
    found = Advisories(level, PackageVersions(system, installed), AdvisoryData(packs))
    made = list(patch_advisories.judge(found, LIMITS, SCENE))
    rows = [tuple(map(str, row)) for one in made if isinstance(one, Exhibit) for row in one.rows]
    return {one.subject: one for one in made if isinstance(one, Finding)}, rows


def level(installed: tuple[Installed, ...], *packs: Pack, of: PatchLevel = DEBIAN) -> Level:
    return said(installed, *packs, level=of)[0][""].level


# --- which version is older


@pytest.mark.parametrize(("system", "order"), [("dpkg", dpkg_order), ("rpm", rpm_order)])
def test_versions_are_ordered_as_dpkg_and_rpm_ordered_them(system: str, order: object) -> None:
    """1500 pairs each, answered by dpkg 1.21.22 (--compare-versions) and rpm 4.18.0 (rpm.vercmp)."""
    assert callable(order)
    rows = [line.split(" ") for line in (DATA / f"versions_{system}.txt").read_text("utf-8").splitlines()]
    assert len(rows) == 1500
    assert [(a, b) for a, told, b in rows if order(a, b) != int(told) or order(b, a) != -int(told)] == []


@pytest.mark.peer
def test_versions_are_ordered_as_this_dpkg_does() -> None:
    pairs = [line.split(" ")[::2] for line in (DATA / "versions_rpm.txt").read_text("utf-8").splitlines()]
    plain = [(a, b) for a, b in pairs if not set("^_") & set(a + b)][:150]
    for a, b in plain:
        word = {-1: "lt", 0: "eq", 1: "gt"}[dpkg_order(a, b)]
        assert subprocess.run(["dpkg", "--compare-versions", a, word, b], check=False).returncode == 0, (a, b)


@pytest.mark.parametrize(
    ("installed", "fixed", "order"),
    [("1:1.1.1wa-8", "1.1.1wa-9", -1), ("1:1.1.1wa-9", "1.1.1wa-9", 0), ("0:2", "1:1", -1), ("0:1-9", "0:1", 0)],
)
def test_an_advisory_without_an_epoch_or_release_is_compared_without_one(installed: str, fixed: str, order: int) -> None:
    assert rpm_order(installed, fixed) == order


# --- what is said


def test_a_package_older_than_what_mends_it_fails_and_is_listed() -> None:
    findings, rows = said((SSL,), pack(("openssl", "3.0.17-1~deb12u3")))
    one = findings[""]
    assert one.level is Level.CRITICAL
    assert "carried.xml.xz" in render(one.summary, "en")
    assert "2026-11-20" in render(one.summary, "en")
    assert "2 days ago" in render(one.summary, "en")
    assert one.measures == {"older_count": 1.0, "grave_count": 1.0, "data_age_days": 2.0}
    assert rows == [("libssl3", "3.0.13-1~deb12u1+b1", "3.0.17-1~deb12u3", "severity important", "SA-1", "CVE-2026-1001")]


def test_no_older_package_passes_by_fresh_data_of_this_release() -> None:
    findings, rows = said((SSL,), pack(("openssl", "3.0.13-1~deb12u1")))
    assert (findings[""].level, rows) == (Level.OK, [])


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ("critical", Level.CRITICAL),
        ("important", Level.CRITICAL),
        ("moderate", Level.WARN),
        ("", Level.WARN),
        ("low", Level.NOTICE),
    ],
)
def test_the_worst_severity_decides(severity: str, expected: Level) -> None:
    assert level((SSL,), pack(("openssl", "9"), severity=severity)) is expected
    assert level((SSL,), pack(("openssl", "9"), severity=severity), pack(("openssl", "9"), severity="low")) is (
        Level.NOTICE if severity == "low" else expected
    )


@pytest.mark.parametrize(("age_days", "expected"), [(30, Level.OK), (30.1, Level.UNKNOWN)])
def test_old_data_proves_no_pass(age_days: float, expected: Level) -> None:
    assert level((SSL,), pack(("openssl", "1"), age_days=age_days)) is expected


def test_what_old_data_names_is_named_all_the_same() -> None:
    assert level((SSL,), pack(("openssl", "9"), age_days=400)) is Level.CRITICAL


@pytest.mark.parametrize(
    ("of", "system", "is_one"),
    [
        (("debian", "11", "dpkg"), DEBIAN, False),
        (("ubuntu", "12", "dpkg"), DEBIAN, False),
        (("rocky", "9", "rpm"), ROCKY, True),
        (("rocky", "9.4", "rpm"), ROCKY, True),
        (("rocky", "9.3", "rpm"), ROCKY, False),
        (("rhel", "9", "rpm"), ROCKY, False),
        (("openEuler", "22.03 LTS SP3", "rpm"), EULER, True),
        (("openeuler", "22.03 SP3", "rpm"), EULER, True),
        (("openEuler", "22.03 LTS SP2", "rpm"), EULER, False),
        (("openEuler", "22.03", "rpm"), EULER, False),
    ],
)
def test_data_of_another_release_or_service_pack_says_nothing_of_this_one(
    of: tuple[str, str, str],
    system: PatchLevel,
    is_one: bool,  # noqa: FBT001 - parametrised
) -> None:
    one = Installed("openssl", "x86_64", "1.0-1", "openssl" * (of[2] == "dpkg"), "1.0-1" * (of[2] == "dpkg"))
    found = said((one,), pack(("openssl", "2.0-1"), of=of), level=system)[0][""]
    assert found.level is (Level.CRITICAL if is_one else Level.UNKNOWN)
    assert is_one or found.reason == Reason.NOT_ASKED.value


def test_data_that_names_none_of_the_packages_is_no_pass() -> None:
    assert level((SSL,), pack(("nothing-like-it", "9"))) is Level.UNKNOWN


def test_of_kernels_side_by_side_the_newest_counts() -> None:
    old = Installed("linux-image-6.1.0-21-amd64", "amd64", "6.1.90-1", "linux", "6.1.90-1")
    new = Installed("linux-image-6.1.0-22-amd64", "amd64", "6.1.94-1", "linux", "6.1.94-1")
    assert level((old, new), pack(("linux", "6.1.94-1"))) is Level.OK
    assert level((old, new), pack(("linux", "6.1.99-1"))) is Level.CRITICAL
    first = Installed("kernel-core", "x86_64", "0:5.14.0-427.el9")
    second = Installed("kernel-core", "x86_64", "0:5.14.0-503.el9")
    data = pack(("kernel-core", "0:5.14.0-503.el9"), of=("rocky", "9", "rpm"))
    assert level((first, second), data, of=ROCKY) is Level.OK


def test_a_module_is_held_to_its_own_stream() -> None:
    of = ("rocky", "9", "rpm")
    server = Installed("postgresql-server", "x86_64", "0:15.6-1.module+el9", module="postgresql:15:903:rhel9")
    other = pack(("postgresql-server", "0:16.1-1.module+el9"), module="postgresql:16", of=of)
    own = pack(("postgresql-server", "0:15.9-1.module+el9"), module="postgresql:15", of=of)
    assert level((server,), other, of=ROCKY) is Level.OK
    assert level((server,), own, of=ROCKY) is Level.CRITICAL
    untold = said((replace(server, module=""),), own, level=ROCKY)[0]
    assert untold["modules"].level is Level.UNKNOWN


def test_advisories_that_ask_for_more_than_versions_are_no_pass() -> None:
    one = replace(pack(("openssl", "1")), unjudged_count=3)
    assert said((SSL,), one)[0]["debian 12 oval"].level is Level.UNKNOWN


def test_without_data_nothing_is_judged() -> None:
    with pytest.raises(SessionError) as refused:
        parse(Answer(""))
    assert refused.value.reason is Reason.NOT_ASKED
    with pytest.raises(SessionError):
        derive(DEBIAN, PackageVersions("dpkg", (SSL,)), refused.value)


def test_a_file_of_debian_is_held_to_the_sources_version(tmp_path: Path) -> None:
    path = tmp_path / "oval.xml"
    path.write_text(debian_oval("0:3.0.13-1~deb12u1"), "utf-8")
    assert level((SSL,), *packs_of(path, Told(), NOW)) is Level.OK


# --- from the file to the finding


@pytest.mark.peer
def test_the_packages_of_this_machine_are_those_that_dpkg_lists() -> None:
    ask = PACKAGE_VERSIONS_LIST.ask
    assert isinstance(ask, Shell)
    out = subprocess.run(["sh", "-c", ask.command], capture_output=True, text=True, check=True).stdout
    found = {(one.name, one.architecture): one for one in PACKAGE_VERSIONS_LIST.parse(Answer(out)).packages}
    form = "${db:Status-Status} ${Package} ${Architecture} ${Version} ${source:Package} ${source:Version}\n"
    listed = subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        state, *words = line.split(" ")
        if state == "installed":
            one = found[words[0], words[1]]
            assert [one.version, one.source, one.source_version] == words[2:]


def ran(folder: Path, *words: str) -> dict[str, Any]:
    """Run it; give the finding of the whole machine."""
    found = xunjian("run", "--output", "json", *words, folder=folder).findings()
    return next(one for one in found if not one["subject"])


def carried(*words: str) -> Result:
    """Call ``xunjian data`` within this process."""
    return CliRunner().invoke(command, words)


@pytest.mark.peer
def test_a_run_judges_by_what_was_imported_and_a_replay_by_what_was_known_then(tmp_path: Path) -> None:
    os_release = dict(
        line.replace('"', "").split("=", 1)
        for line in Path("/etc/os-release").read_text("utf-8").splitlines()
        if "=" in line
    )
    name = f"{os_release['ID']}:{os_release['VERSION_ID']}"
    (tmp_path / "oval.xml").write_text(debian_oval("0:9999-1", "bash", "2020-01-01T00:00:00"), "utf-8")
    only = ("--security", "--only", patch_advisories.ID, "--store", "s.db")
    store = ("--store", str(tmp_path / "s.db"))
    taken = carried("import", str(tmp_path / "oval.xml"), "--for", name, *store)
    assert taken.exit_code == 0, taken.output
    assert "2020-01-01" in taken.output
    one = ran(tmp_path, *only)
    assert (one["level"], "bash" in one["quote"]) == ("warn", True)
    (tmp_path / "oval.xml").write_text(debian_oval("0:1-1", "bash"), "utf-8")
    assert carried("import", str(tmp_path / "oval.xml"), "--for", name, *store).exit_code == 0
    assert len(json.loads(carried("list", "--output", "json", *store).stdout)["data"]) == 1
    assert xunjian("replay", "--store", "s.db", folder=tmp_path).code == 0


def test_what_is_refused_ends_with_its_code_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<html/>", "utf-8")
    store = ("--store", str(tmp_path / "s.db"))
    file = str(tmp_path / "x.xml")
    assert carried("import", file, *store).exit_code == 65
    assert carried("import", f"{file}.none", *store).exit_code == 66
    assert carried("import", file, "--for", "debian", *store).exit_code == 64
    assert not (tmp_path / "s.db").exists()
