"""The rules that ufw loads (captured from a root of our own, shortened): its chains are named after what they log."""

import pytest

from checks.security.filter_nft import read_rule
from checks.security.filter_walk import CLOSED, LIMITED, let_in
from checks.security.filter_words import Packet
from collectors.facts.routing import FilterChain, PacketFilter

HEAD = "type filter hook input priority filter; policy drop;"
INPUT = ("counter jump {0}-before-logging-input", "counter jump {0}-before-input", "counter jump {0}-after-logging-input")
LOGGED = ('limit rate 3/minute burst 10 packets counter log prefix "[UFW BLOCK] "',)
BEFORE = (
    'iifname "lo" counter accept',
    "ct state related,established counter accept",
    "ct state invalid counter jump ufw-logging-deny",
    "ct state invalid counter drop",
    "counter jump ufw-not-local",
    "counter jump ufw-user-input",
)
NOT_LOCAL = (
    "fib daddr type local counter return",
    "limit rate 3/minute burst 10 packets counter jump ufw-logging-deny",
    "counter drop",
)
USER = ("ip saddr 10.99.0.0/24 tcp dport 22 counter accept",)


def ufw(family: str, prefix: str, before: tuple[str, ...]) -> PacketFilter:
    made = {
        "INPUT": tuple(one.format(prefix) for one in INPUT),
        f"{prefix}-before-logging-input": (),
        f"{prefix}-before-input": before,
        f"{prefix}-after-logging-input": LOGGED,
        f"{prefix}-logging-deny": LOGGED,
        f"{prefix}-not-local": NOT_LOCAL,
        f"{prefix}-user-input": USER if family == "ip" else (),
    }
    chains = (
        FilterChain(f"{family} filter {name}", HEAD if name == "INPUT" else "", rules) for name, rules in made.items()
    )
    return PacketFilter("nftables", tuple(chains))


@pytest.mark.parametrize(("port", "way"), [(None, CLOSED), (22, LIMITED), (6379, CLOSED)])
def test_ufw_turns_away_what_no_rule_allows(port: int | None, way: str) -> None:
    assert let_in(ufw("ip", "ufw", BEFORE), Packet("tcp", port, 4)) == way


def test_a_dropped_routing_header_leaves_the_rest_known() -> None:
    before = ('iifname "lo" counter accept', "rt type 0 counter drop", "counter jump ufw6-user-input")
    assert let_in(ufw("ip6", "ufw6", before), Packet("tcp", None, 6)) == CLOSED


@pytest.mark.parametrize("name", ["ufw-logging-deny", "log", "a-log", "counter-x", "x-counter"])
def test_a_chains_name_is_not_taken_for_a_word_of_logging(name: str) -> None:
    assert read_rule(f"counter packets 1 bytes 2 jump {name}", Packet("tcp", 22, 4)).target == name


def test_logging_before_a_verdict_changes_nothing() -> None:
    rule = read_rule('tcp dport 22 log prefix "a b" level info counter accept', Packet("tcp", 22, 4))
    assert (rule.verdict, rule.is_met, rule.is_plain) == ("accept", True, True)
