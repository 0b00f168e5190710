"""The history of a quarterly document, out of a store that may hold another customer's machines of the same names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.quarters import round_of
from agent.store.open import open_store
from config.site import Site, Target
from tests.stored import DISK, START, finding, header, result

KEY = ("app01", DISK, "/data/数据", "used_ratio")


def keep(place: str, customer: str, values: Mapping[int, float], target: str = "app01") -> None:
    """One inspection a day, each with one measure; a customer's are all made with one configuration."""
    with open_store(place) as store:
        for day, used in values.items():
            at = START + timedelta(days=day)
            begun = store.begin(
                replace(header(target, started_at=at), customer=customer, config_digest=customer.encode().hex() or "0")
            )
            store.commit_target(begun, result(target, (finding(used=used),), at=at), {})
            store.finish(begun)


def drawn(place: str, site: Site) -> dict[tuple[str, str, str, str], list[float]]:
    with open_store(place) as store:
        series = round_of(store, site, "", START + timedelta(days=30)).series
    return {key: [value for _at, value in points] for key, points in series.items()}


def of(customer: str, *targets: str) -> Site:
    return Site(customer=customer, targets=tuple(Target(id=target) for target in targets))


@pytest.mark.parametrize(("customer", "expected"), [("甲", [0.1, 0.2, 0.3]), ("乙", [0.8, 0.9])])
def test_two_customers_of_one_store_share_no_chart(customer: str, expected: list[float], tmp_path: Path) -> None:
    place = str(tmp_path / "s.db")
    keep(place, "甲", {0: 0.1, 4: 0.2, 8: 0.3})
    keep(place, "乙", {2: 0.8, 6: 0.9})
    assert drawn(place, of(customer, "app01")) == {KEY: expected}


def test_what_was_kept_before_customers_had_names_stays_in_the_chart(tmp_path: Path) -> None:
    place = str(tmp_path / "s.db")
    keep(place, "", {0: 0.1})
    keep(place, "甲", {4: 0.2})
    assert drawn(place, of("甲", "app01")) == {KEY: [0.1, 0.2]}


def test_the_history_holds_only_the_sites_own_targets(tmp_path: Path) -> None:
    place = str(tmp_path / "s.db")
    keep(place, "甲", {0: 0.1})
    keep(place, "甲", {0: 0.5}, target="db01")
    assert set(drawn(place, of("甲", "app01"))) == {KEY}
