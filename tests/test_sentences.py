"""Sentences of findings say no more than was seen, and remedies fit the finding that they stand under."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.commands.credentials import _COLUMNS
from agent.expected import catalogue_of
from agent.rounds import joined
from checks.base import Exhibit, Finding, Level, Scene, Then
from checks.custom import custom_check
from checks.result import Inspection, TargetResult
from checks.server import accounts, cluster, error_growth, local_certificates, oom_kills, patch_level, tcp_overflows
from checks.server.backup_freshness import BACKUP_FRESHNESS
from collectors.base import Answer, Listing, SessionError
from collectors.facts.accounts import Account, Accounts
from collectors.facts.certificates import CertificateFiles
from collectors.facts.clusters import Cluster
from collectors.facts.counters import Counter
from collectors.facts.logs import KernelLog, LogSource, OomKills
from collectors.facts.network_counters import Drops, NetworkDrops
from collectors.facts.patches import PatchLevel
from collectors.linux.backup_files import parse
from config.limits import Layered, worded
from config.own import CustomCheck, written
from config.text import Text, render

AT = datetime(2026, 11, 22, tzinfo=UTC)
SHANGHAI = Scene(at=AT)


def by_subject(judged: Iterable[Finding | Exhibit]) -> dict[str, Finding]:
    return {one.subject: one for one in judged if isinstance(one, Finding)}


def english(text: Text | None) -> str:
    assert text is not None
    return render(text, "en")


def test_a_cluster_that_does_not_run_is_started_and_not_cleaned() -> None:
    (found,) = cluster.judge(Cluster(is_running=False), Layered(cluster.ClusterLimits()), SHANGHAI)
    assert "start the cluster" in english(found.remedy)
    assert "cleanup" not in english(found.remedy)


def test_a_certificate_that_is_not_there_is_not_renewed() -> None:
    missing = CertificateFiles(AT, Listing(()), missing=("/gone.pem",))
    (found,) = local_certificates.judge(missing, Layered(local_certificates.CertificateLimits()), SHANGHAI)
    assert "leftover" in english(found.remedy)
    assert "renew" not in english(found.remedy).lower()


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (Account("toor", 0, "/bin/bash", "set", "6", most_days=90), "UID of its own"),
        (Account("app", 1000, "/bin/bash", "empty"), "passwd -l"),
        (Account("app", 1000, "/bin/bash", "set", "1", most_days=90), "SHA-512"),
        (Account("app", 1000, "/bin/bash", "set", "6", most_days=99999), "chage -M 90"),
        (Account("app", 1000, "/bin/bash", "set", "6", most_days=90, last_login_at=AT - timedelta(days=200)), "usermod -L"),
    ],
)
def test_each_fault_of_an_account_has_its_own_remedy(account: Account, said: str) -> None:
    found = by_subject(
        accounts.judge(Accounts(AT, (account,), 99999, ("ops",)), Layered(accounts.AccountLimits()), SHANGHAI)
    )
    assert said in english(found[account.name].remedy)
    assert ("UID" in english(found[account.name].remedy)) is (account.uid == 0)
    assert english(found["password policy"].remedy).startswith("Set PASS_MAX_DAYS")
    assert "sudo rules" in english(found["sudo"].remedy)


def test_what_backups_the_customer_is_asked_for_stands_before_how_they_are_written() -> None:
    with pytest.raises(SessionError) as raised:
        parse(Answer(f"@now {AT.timestamp():.0f}\n@none\n@lines 2\n@end\n"))
    assert isinstance(raised.value.detail, Text)
    asked = english(raised.value.remedy)
    assert asked.startswith("Tell us which backups")
    assert "limits" not in asked + english(BACKUP_FRESHNESS.remedy)


@pytest.mark.parametrize(("days", "first"), [(2, "2026-11-20"), (92, "2026-08-22"), (200, "2026-08-22")])
def test_silence_of_the_kernels_log_names_the_days_that_were_read(days: int, first: str) -> None:
    begins = AT - timedelta(days=days)
    log = KernelLog(AT, begins, 92, (LogSource("journal", begins, AT, 1),), ())
    found = by_subject(oom_kills.judge(OomKills(0, 9e5, log), Layered(oom_kills.OomLimits()), SHANGHAI))[""]
    assert found.level is Level.OK
    assert english(found.summary).endswith(f"{first} to 2026-11-22")


def test_a_change_of_packages_is_not_said_to_be_an_update_of_all() -> None:
    facts = PatchLevel(AT, "x", "1", "X 1", "", "5.10", package_system="rpm", packages_count=900, last_change_at=AT)
    found = by_subject(patch_level.judge(facts, Layered(patch_level.PatchLimits()), SHANGHAI))["updates"]
    assert "not all were updated" in english(found.summary)


@pytest.mark.parametrize(("hours", "is_mean"), [(5, False), (23.9, False), (24, True), (48, True)])
def test_no_mean_a_day_is_made_up_of_hours(hours: float, is_mean: bool) -> None:  # noqa: FBT001 - a case
    drops = NetworkDrops(3.0, hours * 3600, Drops(433, 0), None, None, None, None)
    found = by_subject(tcp_overflows.judge(drops, Layered(tcp_overflows.DropLimits()), SHANGHAI))["listen overflows"]
    assert ("a day" in english(found.observed)) is is_mean
    assert "433" in english(found.observed)


def test_units_that_began_again_share_their_words() -> None:
    names = [f"u{n}.service" for n in range(7)]
    now, then = (
        Listing(tuple(Counter("unit", name, "restarts_count", 0, epoch) for name in names)) for epoch in ("b2", "b1")
    )
    judged = error_growth.judge(
        now, Then(then, AT - timedelta(days=9)), Layered(error_growth.ErrorGrowthLimits()), SHANGHAI
    )
    found = by_subject(judged)["units"]
    assert found.level is Level.UNKNOWN
    assert render(found.observed or found.summary, "zh_CN").count("重启") == 1
    assert "u0.service" in english(found.observed)


def _inspection(at: datetime, origin: str, footprint: dict[str, float]) -> Inspection:
    transport = {"origin": origin} if origin else {}
    one = TargetResult(f"a{origin}", "linux", "linux", "", "done", at, at, (), checks=("x",), transport=transport)
    return Inspection("01", "quarterly", "0.1.0", at, at, "done", (one,), (), footprint=footprint)


def test_a_round_costs_what_its_runs_cost_together_and_begins_with_a_session() -> None:
    form = _inspection(AT - timedelta(days=3), "form", {})
    first = _inspection(AT - timedelta(days=2), "", {"wall_seconds": 10.0, "rss_bytes": 7.0})
    last = _inspection(AT, "", {"wall_seconds": 5.0, "rss_bytes": 9.0})
    got = joined([form, first, last])
    assert got.footprint == {"wall_seconds": 15.0, "rss_bytes": 9.0}
    assert (got.started_at, got.ended_at) == (first.started_at, last.ended_at)
    late_form = replace(form, started_at=AT + timedelta(days=1), ended_at=AT + timedelta(days=1))
    assert joined([first, late_form]).ended_at == first.ended_at
    assert joined([form]).started_at == form.started_at


def test_limits_of_a_check_of_the_operators_own_name_file_and_line() -> None:
    own = CustomCheck("q", "队列", "queue", "cat /q", column=1, warn_above=5.0, place="xunjian.yaml:12")
    (row,) = catalogue_of((custom_check(own),), (), (own,))
    said = [worded(one, "zh_CN") for one in row.limits if one[0] == "warn_above"]
    assert len(said) == 1
    assert "xunjian.yaml:12" in said[0]
    assert "默认" not in said[0]
    assert written(own) == row.definition


def test_a_credential_has_a_name_as_things_have() -> None:
    assert render(_COLUMNS["name"], "zh_CN") == "名称"
