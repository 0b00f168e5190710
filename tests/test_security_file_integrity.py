"""Programs that watch files: the real ask over what they leave behind, and what is said of it."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from checks.base import Level, Scene
from checks.security.linux import integrity_fim
from checks.security.linux.integrity_fim import WatchLimits
from collectors.base import Absent, Answer, Listing, Reason, SessionError, Shell, Unseen
from collectors.facts.file_integrity import IntegrityFile, IntegrityFiles, IntegrityWatch
from collectors.facts.jobs import Job
from collectors.facts.processes import Processes
from collectors.linux.file_integrity import INTEGRITY_FILES_WATCHERS, derive
from config.limits import Layered
from config.text import render
from tests.peers.namespaces import needs_root

NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCENE: Final = Scene(dengbao=3)
CRON: Final[Mapping[str, tuple[str, ...]]] = {"AIDE": ("/etc/cron.daily /etc/cron.daily/aide",)}
DENIED: Final = Unseen("/var/lib/aide", Reason.DENIED)
SETTINGS: Final = """cat >/usr/local/etc/aide.conf <<'X'
@@define WHERE /mnt/w
@@define DB @@{WHERE}/db
database_in=file:@@{DB}/aide.db
database_out = file:@@{DB}/aide.db.new
report_url=syslog:LOG_AUTH
report_url=file:@@{WHERE}/night
X
mkdir -p /mnt/w/db"""


def real(prepare: str) -> IntegrityFiles:
    """The real ask's answer, over folders of its own in place of this machine's."""
    ask = INTEGRITY_FILES_WATCHERS.ask
    assert isinstance(ask, Shell)
    start = (
        "mount -t tmpfs none /mnt; mkdir /mnt/v /mnt/e\nmount --bind /mnt/v /var/log; mount --bind /mnt/e /usr/local/etc"
    )
    environment = {**os.environ, "LC_ALL": "C", "S": "", "TMPDIR": "/mnt"}
    command = ["unshare", "-m", "/bin/sh", "-ec", f"{start}\n{prepare}\nexec dash -s"]
    done = subprocess.run(command, input=ask.command, env=environment, capture_output=True, check=True, text=True)
    return INTEGRITY_FILES_WATCHERS.parse(Answer(done.stdout))


def wrote(role: str, days: float, product: str = "AIDE", size: int = 100) -> IntegrityFile:
    return IntegrityFile(product, role, NOW - timedelta(days=days), size, f"/{role}")


def watch(
    *files: IntegrityFile,
    installed: str = "AIDE",
    starters: Mapping[str, tuple[str, ...]] = CRON,
    processes: frozenset[str] | Unseen = frozenset({"systemd"}),
) -> IntegrityWatch:
    of = {installed: installed.lower()} if installed else {}
    return IntegrityWatch(IntegrityFiles(NOW, "dpkg", of, files), processes, starters)


def judged(found: IntegrityWatch, *products: str) -> tuple[Level, str]:
    (one,) = integrity_fim.judge(found, Layered(WatchLimits(products=products)), SCENE)
    assert one.subject == ""
    return one.level, render(one.summary, "en")


@needs_root
def test_where_aide_writes_stands_in_its_settings() -> None:
    found = real(f"{SETTINGS}; echo x >/mnt/w/db/aide.db; echo y >/mnt/w/night; touch -d 2026-01-02T00:00:00Z /mnt/w/night")
    assert {(one.role, one.path, one.size_bytes) for one in found.files} == {
        ("database", "/mnt/w/db/aide.db", 2),
        ("report", "/mnt/w/night", 2),
    }
    assert next(one for one in found.files if one.role == "report").written_at == datetime(2026, 1, 2, tzinfo=UTC)


@needs_root
def test_a_database_that_was_not_put_in_place_is_told_as_such() -> None:
    assert [one.role for one in real(f"{SETTINGS}; echo x >/mnt/w/db/aide.db.new").files] == ["made"]


@needs_root
def test_a_rotated_report_counts_for_none() -> None:
    made = "mkdir /var/log/aide; echo x >/var/log/aide/aide.log.1; : >/var/log/aide/aide.log"
    assert [(one.role, one.size_bytes) for one in real(made).files] == [("report", 0)]


@needs_root
def test_the_end_of_a_scan_of_wazuh_is_found_in_its_log() -> None:
    lines = (
        "2026/11/20 03:00:01 wazuh-syscheckd: INFO: (6009): File integrity monitoring scan ended.",
        "2026/11/21 03:00:01 wazuh-syscheckd: INFO: (6008): File integrity monitoring scan started.",
    )
    log = "/var/ossec/logs/ossec.log"
    mount = "mkdir /mnt/var; mount --bind /mnt/var /var; mkdir -p /var/ossec/logs /var/lib/dpkg"
    found = real(f"{mount}; printf '%s\\n' '{lines[0]}' '{lines[1]}' >{log}; export TZ=UTC")
    assert found.installed["OSSEC/Wazuh"] == "ossec /var/ossec"
    assert [(one.role, one.written_at) for one in found.files] == [("scan", datetime(2026, 11, 20, 3, 0, 1, tzinfo=UTC))]
    assert found.system == ""  # the list of packages is not there, and so proves nothing


@pytest.mark.parametrize(("days", "level"), [(0, Level.OK), (7, Level.OK), (7.01, Level.WARN)])
def test_bounds_of_the_last_comparison(days: float, level: Level) -> None:
    assert judged(watch(wrote("database", 300), wrote("report", days)))[0] is level


def test_nothing_that_compares_fails_where_the_list_of_packages_answered() -> None:
    assert judged(watch(installed=""))[0] is Level.WARN
    unlisted = watch(installed="")
    assert judged(replace(unlisted, files=replace(unlisted.files, system="")))[0] is Level.UNKNOWN


def test_an_installed_program_without_a_database_fails() -> None:
    level, said = judged(watch(wrote("report", 0.1)))
    assert (level, "no database" in said) == (Level.WARN, True)
    level, said = judged(watch(wrote("made", 0.1), wrote("report", 0.1)))
    assert (level, "not put in place" in said) == (Level.WARN, True)


def test_an_empty_report_proves_no_run() -> None:
    assert judged(watch(wrote("database", 300), wrote("report", 0.1, size=0)))[0] is Level.UNKNOWN
    assert judged(watch(wrote("database", 300), wrote("report", 0.1, size=0), starters={}))[0] is Level.WARN


def test_a_report_by_mail_alone_leaves_it_unknown() -> None:
    assert judged(watch(wrote("database", 300)))[0] is Level.UNKNOWN
    assert judged(watch(wrote("database", 300), starters={}))[0] is Level.WARN


def test_a_run_by_hand_that_nothing_repeats_is_a_smaller_failure() -> None:
    found = watch(wrote("database", 1), wrote("report", 1), starters={})
    assert judged(found)[0] is Level.NOTICE
    assert judged(replace(found, jobs_unseen=Unseen("", Reason.DENIED)))[0] is Level.UNKNOWN


def test_what_may_not_be_looked_into_is_unknown() -> None:
    found = watch(wrote("report", 1))
    assert judged(replace(found, files=replace(found.files, unseen=(DENIED,))))[0] is Level.UNKNOWN


@pytest.mark.parametrize(("process", "level"), [("wazuh-syscheckd", Level.OK), ("ossec-syscheckd", Level.OK)])
def test_a_daemon_needs_no_job(process: str, level: Level) -> None:
    found = watch(wrote("scan", 1, "OSSEC/Wazuh"), installed="OSSEC/Wazuh", starters={}, processes=frozenset({process}))
    assert judged(found)[0] is level
    old = watch(wrote("scan", 8, "OSSEC/Wazuh"), installed="OSSEC/Wazuh", starters={}, processes=frozenset({process}))
    assert judged(old)[0] is Level.WARN
    stopped = replace(found, processes=frozenset({"wazuh-agentd"}))
    assert judged(stopped)[0] is Level.WARN
    assert judged(replace(found, processes=Unseen("", Reason.DENIED)))[0] is Level.UNKNOWN


def test_of_several_products_one_that_compares_is_enough() -> None:
    found = watch(wrote("scan", 1, "OSSEC/Wazuh"), starters={}, processes=frozenset({"wazuh-syscheckd"}))
    both = replace(found, files=replace(found.files, installed={"AIDE": "aide", "OSSEC/Wazuh": "ossec /var/ossec"}))
    assert judged(both)[0] is Level.OK


def test_a_product_that_the_operator_names_is_not_dated() -> None:
    found = watch(installed="", processes=frozenset({"own-watcher-dae"}))
    assert judged(found, "own-watcher-daemon")[0] is Level.UNKNOWN
    assert judged(found)[0] is Level.WARN
    assert judged(watch(installed="", processes=frozenset({"osqueryd"})))[0] is Level.UNKNOWN


def test_jobs_that_start_a_product_are_known_by_its_name() -> None:
    files = IntegrityFiles(NOW, "dpkg", {}, ())
    running = Processes(1, ("init",), (), (), (), 1.0)
    jobs = (
        Job("/etc/cron.daily", "daily", "root", "/etc/cron.daily/aide"),
        Job("timer", "dailyaidecheck.timer", "", "dailyaidecheck.service"),
        Job("/etc/crontab", "0 5 * * *", "root", "/usr/local/bin/raider --aided"),
    )
    made = derive(files, running, Listing(jobs))
    assert len(made.starters["AIDE"]) == 2
    assert made.processes == frozenset({"init"})
    assert derive(files, running, Listing((), (DENIED,))).jobs_unseen == DENIED
    assert derive(files, running, Absent("cron")).jobs_unseen is None
    lost = derive(files, SessionError(Reason.TIMEOUT), SessionError(Reason.DENIED))
    assert isinstance(lost.processes, Unseen)
    assert lost.jobs_unseen is not None
    with pytest.raises(SessionError):
        derive(SessionError(Reason.CUT), running, Listing(()))


def test_recorded_answers_of_aide_end_in_the_verdicts_they_deserve() -> None:
    cases = Path(__file__).parent / "cases" / "linux.file_integrity"
    said = {}
    for one in sorted(cases.iterdir()):
        if (one / "facts.json").exists():
            files = INTEGRITY_FILES_WATCHERS.parse(Answer((one / "answer.txt").read_text()))
            said[one.name] = judged(IntegrityWatch(files, frozenset({"wazuh-syscheckd"}), CRON))[0]
    assert said == {
        "aide-compares": Level.OK,
        "aide-failed-and-left-an-empty-report": Level.WARN,
        "aide-made-a-database-and-did-not-use-it": Level.WARN,
        "nobody-sees-less": Level.UNKNOWN,
        "nothing-is-installed": Level.WARN,
        "sudo-does-not-know-find": Level.UNKNOWN,
        "tripwire-of-last-spring-without-a-list-of-packages": Level.WARN,
        "wazuh-agent-on-rpm": Level.OK,
    }
