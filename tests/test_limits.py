"""Limits: the layers, the sides, and rules held against the checks they name."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import CHECKS
from checks.base import AnyCheck
from checks.subjects import SUBJECT_WORDS
from config.limits import Layer, Layered, LimitsError, Rule, Side, compare, described, layer, limit
from config.load import load
from config.problems import ConfigError


@dataclass(frozen=True, slots=True)
class Usage:
    warn: float = limit(0.80, unit="ratio", source="test")
    critical: float = limit(0.90, unit="ratio", source="test")
    count_warn: int = limit(5, unit="count", source="test")
    is_strict: bool = limit(False, source="test")  # noqa: FBT003 - the default of a field
    pattern: str = limit("a", source="test")
    services: tuple[str, ...] = limit((), source="test")
    ports: tuple[int, ...] = limit((), source="test")


@dataclass(frozen=True, slots=True)
class Free:
    """Low is bad."""

    warn: float = limit(0.20, unit="ratio", source="test")
    critical: float = limit(0.10, unit="ratio", source="test")


@dataclass(frozen=True, slots=True)
class OfTwo:
    """One limit decides every finding, one those of some subjects alone."""

    warn: float = limit(0.80, unit="ratio", source="test")
    pages_warn: float = limit(100.0, unit="count", source="test", subjects=("activity", "queue *"))


KNOWN = {"server.usage": Usage(), "server.free": Free()}


@pytest.mark.parametrize(
    ("value", "warn", "critical", "side"),
    [
        (79.9, 80, 90, Side.WITHIN),
        (80, 80, 90, Side.WARN),
        (89.9, 80, 90, Side.WARN),
        (90, 80, 90, Side.CRITICAL),
        (20.1, 20, 10, Side.WITHIN),
        (20, 20, 10, Side.WARN),
        (10.1, 20, 10, Side.WARN),
        (10, 20, 10, Side.CRITICAL),
        (5, 5, 5, Side.CRITICAL),
    ],
)
def test_reaching_a_limit_counts(value: float, warn: float, critical: float, side: Side) -> None:
    assert compare(value, warn, critical) is side


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_better_where_high_is_bad(low: float, high: float, one: float, other: float) -> None:
    order = [Side.WITHIN, Side.WARN, Side.CRITICAL]
    (low, high), (one, other) = sorted((low, high)), sorted((one, other))
    assert order.index(compare(low, one, other)) <= order.index(compare(high, one, other))


def test_a_later_layer_wins_whatever_the_order_of_the_rules() -> None:
    rules = [
        Rule("c", {"warn": 0.5}, target="app*", layer=Layer.TARGET, place="f:3"),
        Rule("c", {"warn": 0.3, "critical": 0.4}, layer=Layer.PROFILE, place="f:1"),
        Rule("c", {"warn": 0.4}, layer=Layer.SITE, place="f:2"),
    ]
    for order in (rules, rules[::-1]):
        made = layer(Usage(), order, "app01")
        assert (made.base.warn, made.base.critical, made.base.count_warn) == (0.5, 0.4, 5)
        assert made.origins == {"warn": "target f:3", "critical": "profile f:1"}
    assert layer(Usage(), rules, "db01").base.warn == 0.4


def test_an_item_takes_its_own_limits_field_by_field() -> None:
    rules = [
        Rule("c", {"warn": 0.5}, layer=Layer.SITE),
        Rule("c", {"critical": 0.99}, item="/data/*", layer=Layer.ITEM),
        Rule("c", {"warn": 0.7}, item="/data/归档", layer=Layer.ITEM),
    ]
    made = layer(Usage(), rules, "a")
    assert [(made.at(i).warn, made.at(i).critical) for i in ("/", "/data/x", "/data/归档")] == [
        (0.5, 0.9),
        (0.5, 0.99),
        (0.7, 0.99),
    ]


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(LimitsError, match="f:9: c has no limit 'wrn'"):
        layer(Usage(), [Rule("c", {"wrn": 1}, place="f:9")], "a")
    with pytest.raises(LimitsError, match="warn wants float, found 'x'"):
        layer(Usage(), [Rule("c", {"warn": "x"})], "a")


def loaded(folder: Path, text: str) -> tuple[Rule, ...]:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, KNOWN).rules


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    (line,) = caught.value.render("en")
    assert caught.value.render("zh_CN")[0] != line
    return line.partition("x.yaml:")[2]


def test_rules_take_the_type_of_the_field_they_set(tmp_path: Path) -> None:
    (rule,) = loaded(
        tmp_path,
        "limits: [{check: server.usage, warn: 85%, critical: 1, count_warn: 7, is_strict: yes, pattern: 012,"
        ' services: [sshd, "22"], ports: [22, 80], reason: r, until: 2026-12-31}]',
    )
    assert rule.values == {
        "warn": 0.85,
        "critical": 1.0,
        "count_warn": 7,
        "is_strict": True,
        "pattern": "012",
        "services": ("sshd", "22"),
        "ports": (22, 80),
    }
    assert (rule.reason, str(rule.until), rule.layer, rule.place.rpartition(":")[2]) == ("r", "2026-12-31", Layer.SITE, "1")
    assert dataclasses.asdict(layer(Usage(), [rule], "a").base)["warn"] == 0.85


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "check: server.usag, warn: 0.5",
            "1: limits.check: found the unknown check “server.usag”; did you mean “server.usage”?",
        ),
        ("check: server.usage, wran: 0.5", "1: limits: found the unknown limit “wran”; did you mean “warn”?"),
        ("check: server.usage, warn: high", "1: limits.warn: found “high”; write a number, without quotes"),
        ('check: server.usage, warn: "0.5"', "1: limits.warn: found “0.5”; write a number, without quotes"),
        ("check: server.usage, warn: 85", "1: limits.warn: found “85”; write a ratio: 0.9 for 90 %"),
        ("check: server.usage, warn: -0.1", "1: limits.warn: found “-0.1”; write a number that is not negative"),
        ("check: server.usage, warn: ", "1: limits.warn: found nothing; write a number, without quotes"),
        ("check: server.usage, count_warn: 1.5", "1: limits.count_warn: found “1.5”; write a whole number"),
        ("check: server.usage, is_strict: 1", "1: limits.is_strict: found “1”; write true or false, without quotes"),
        ("check: server.usage, ports: 22", "1: limits.ports: found “22”; write a list in brackets: [a, b]"),
        ("check: server.usage, ports: [a]", "1: limits.ports: found “a”; write a number, without quotes"),
        ("check: server.usage", "1: server.usage: found a rule that sets no limit; write one of: warn"),
        (
            "check: server.usage, warn: 0.95",
            "1: server.usage: found warn 0.95 beside critical 0.9; set both, so that critical is worse than warn",
        ),
        ("check: server.free, critical: 0.3", "1: server.free: found warn 0.2 beside critical 0.3; set both"),
        (
            "check: server.usage, target: nobody, warn: 0.5",
            "1: limits.target: found the unknown target “nobody”; write one of: local",
        ),
        ("check: server.usage, warn: 0.5, until: soon", "1: limits[1].until: found “soon”; write a date as 2026-12-31"),
    ],
)
def test_a_rule_that_does_not_fit_is_told_with_its_line(rule: str, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, f"limits: [{{{rule}}}]").startswith(said)


def test_rules_of_two_layers_that_turn_a_check_round_together_are_told(tmp_path: Path) -> None:
    text = (
        "limits:\n  - {check: server.usage, warn: 0.5, critical: 0.6}\n  - {check: server.usage, item: /d/*, warn: 0.7}\n"
    )
    assert refused(tmp_path, text).startswith("3: server.usage: found warn 0.7 beside critical 0.6")


def test_layers_follow_from_where_and_for_what_a_rule_was_written(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("limits: [{check: server.usage, target: elsewhere, warn: 0.5}]", encoding="utf-8")
    made = loaded(
        tmp_path,
        "include: p.yaml\nlimits:\n  - {check: server.usage, warn: 0.6}\n"
        "  - {check: server.usage, target: local, warn: 0.7}\n  - {check: server.usage, item: /x, warn: 0.8}\n",
    )
    assert [rule.layer for rule in made] == [Layer.PROFILE, Layer.SITE, Layer.TARGET, Layer.ITEM]


def test_without_known_checks_values_are_read_by_their_looks(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text('limits: [{check: a.b, a: 1, b: 1.5, c: true, d: word, e: "1", f: [1, x]}]', encoding="utf-8")
    assert load(path).rules[0].values == {"a": 1, "b": 1.5, "c": True, "d": "word", "e": "1", "f": (1, "x")}


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        (None, ["warn", "pages_warn"]),
        ("activity", ["warn", "pages_warn"]),
        ("queue a", ["warn", "pages_warn"]),
        ("use", ["warn"]),
        ("", ["warn"]),
    ],
)
def test_only_limits_that_decide_a_finding_are_told_of_it(subject: str | None, told: list[str]) -> None:
    assert [row[0] for row in described(Layered(OfTwo()), subject=subject)] == told


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_limit_of_one_subject_names_one_of_ours(check: AnyCheck) -> None:
    """A pattern without a sign of a glob is the whole word, and a word that is in no list decides nothing."""
    of = [glob for one in dataclasses.fields(check.limits) for glob in one.metadata.get("subjects", ())]
    assert [glob for glob in of if glob and "*" not in glob and (check.id, glob) not in SUBJECT_WORDS] == []
