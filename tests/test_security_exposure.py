"""Security checks of exposure and intrusion: who is let in is read from the loaded rules, with what really listens."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Confirmed, Exhibit, Finding, Level, Scene
from checks.security.filter_walk import CLOSED, LIMITED, OPEN, UNSURE, let_in
from checks.security.filter_words import Packet
from checks.security.linux import (
    fw_enabled,
    intrusion_bruteforce,
    malware_av,
    net_cleartext_service,
    net_high_risk_port,
    net_listen_approved,
    net_unneeded_service,
)
from checks.security.linux import intrusion_cron_startup_diff as startup_diff
from collectors.base import Absent, Listing, Reason, SessionError, Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.jobs import Job
from collectors.facts.logins import LoginFailures, LoginSource
from collectors.facts.malware import MalwareProtection, SignatureFiles, Signatures
from collectors.facts.network import Listener
from collectors.facts.routing import PacketFilter
from collectors.facts.services import Service, Services
from collectors.facts.startup import Startup, StartupFiles
from collectors.linux import startup
from collectors.linux.filter_rules import of_nft, of_tables
from config.limits import Layered
from config.said import Mitigation
from config.text import Text, render
from tests.test_cases import CASES, facts_of

AT = datetime(2026, 11, 22, tzinfo=UTC)
SCENE = Scene(at=AT)
DENIED = Unseen("", Reason.DENIED, "denied")
FIREWALLD = """\
table inet firewalld {
chain filter_PREROUTING {
type filter hook prerouting priority filter + 10; policy accept;
icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
meta nfproto ipv6 fib saddr . mark . iif oif missing drop
}
chain filter_INPUT {
type filter hook input priority filter + 10; policy accept;
ct state { established, related } accept
ct status dnat accept
iifname "lo" accept
ct state invalid drop
jump filter_INPUT_ZONES
reject with icmpx admin-prohibited
}
chain filter_INPUT_ZONES {
iifname "eth0" goto filter_IN_public
goto filter_IN_public
}
chain filter_IN_public {
jump filter_IN_public_allow
meta l4proto { icmp, ipv6-icmp } accept
}
chain filter_IN_public_allow {
tcp dport 22 accept
ip saddr 10.0.0.0/8 tcp dport 3306 accept
}
}"""
TABLES = """\
*filter
:INPUT ACCEPT [0:0]
:ONLY - [0:0]
-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m tcp --dport 6379 -j ONLY
-A INPUT -p tcp -m multiport --dports 3306,3307 ! -s 10.1.0.0/16 -j DROP
-A INPUT -i eth0 -p tcp -m tcp --dport 873 -j DROP
-A INPUT -p tcp -m tcp --dport 21 -j REJECT --reject-with icmp-port-unreachable
-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 27017 -m comment --comment "for -j DROP" -j ACCEPT
-A INPUT -s 192.0.2.7/32 -j DROP
-A INPUT -p tcp -m tcp --dport 11211 -m limit --limit 3/min -j DROP
-A ONLY -s 10.0.0.9/32 -j RETURN
-A ONLY -j DROP
COMMIT"""


def nft(text: str) -> PacketFilter:
    return PacketFilter("nft", tuple(of_nft(text.split("\n"))))


def tables(text: str) -> PacketFilter:
    return PacketFilter("iptables", tuple(of_tables("iptables", text.split("\n"))))


def chain(*rules: str, policy: str = "accept") -> PacketFilter:
    head = f"type filter hook input priority filter; policy {policy};"
    return nft("\n".join(["table inet filter {", "chain input {", head, *rules, "}", "}"]))


def tcp(port: int | None, family: int = 4) -> Packet:
    return Packet("tcp", port, family)


NO_FILTER = PacketFilter("", ())


@pytest.mark.parametrize(
    ("port", "by_four", "by_six"),
    [(22, OPEN, OPEN), (3306, LIMITED, CLOSED), (6379, CLOSED, CLOSED), (None, CLOSED, CLOSED)],
)
def test_rules_of_firewalld_are_gone_through(port: int | None, by_four: str, by_six: str) -> None:
    assert (let_in(nft(FIREWALLD), tcp(port)), let_in(nft(FIREWALLD), tcp(port, 6))) == (by_four, by_six)


@pytest.mark.parametrize(
    ("port", "way"),
    [(22, OPEN), (3306, LIMITED), (6379, LIMITED), (873, UNSURE), (21, CLOSED), (27017, OPEN), (11211, OPEN), (None, OPEN)],
)
def test_rules_of_iptables_are_gone_through(port: int | None, way: str) -> None:
    """A rule that allows a source helps only where the rest is refused (27017); a rule by card is not decided (873)."""
    assert let_in(tables(TABLES), tcp(port)) == way
    assert let_in(tables(TABLES), tcp(port, 6)) == OPEN  # a rule for IPv4 leaves IPv6 open


@pytest.mark.parametrize(
    ("rules", "way"),
    [
        (("tcp dport 6379 ip saddr 10.0.0.0/8 accept", "tcp dport 6379 drop"), LIMITED),
        (("tcp dport { 6000-7000 } drop",), CLOSED),
        (("tcp dport != 6379 drop",), OPEN),
        (("ip saddr != { 10.0.0.0/8, 192.0.2.0/24 } drop",), LIMITED),
        (("ip saddr @blocked drop",), OPEN),
        (("udp dport 6379 drop",), OPEN),
        (("ct state new drop",), CLOSED),
        (("ct state established,related accept", "drop"), CLOSED),
        (('iifname != "lo" tcp dport 6379 drop',), CLOSED),
        (('iifname "eth1" tcp dport 6379 accept', "drop"), OPEN),
        (("tcp dport @ports drop",), UNSURE),
        (("quota over 10 mbytes drop",), UNSURE),
        (("tcp dport 6379 limit rate over 10/second drop",), OPEN),
        (('meta l4proto tcp counter drop comment "accept all"',), CLOSED),
        (("ct state vmap { established : accept, related : accept, invalid : drop }", "tcp dport 6379 reject"), CLOSED),
        (("ip daddr 192.0.2.1 drop",), UNSURE),
    ],
)
def test_a_rule_of_nft_is_read(rules: tuple[str, ...], way: str) -> None:
    assert let_in(chain(*rules), tcp(6379)) == way


def test_what_one_base_chain_drops_no_other_lets_in() -> None:
    both = PacketFilter("nft + iptables", (*chain("tcp dport 6379 accept").chains, *tables(TABLES).chains))
    assert let_in(both, tcp(6379)) == LIMITED


def test_chains_that_are_no_way_in_limit_nobody() -> None:
    text = "table ip x {\nchain output {\ntype filter hook output priority 0; policy drop;\n}\nchain unused {\ndrop\n}\n}"
    assert let_in(nft(text), tcp(22)) == OPEN


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="\n{}"), min_size=1), max_size=5))
def test_any_rule_gives_one_of_the_four_ways(lines: list[str]) -> None:
    rules = [line.strip() for line in lines if line.strip()]
    head = "type filter hook input priority 0; policy drop;"
    found = PacketFilter("nft", tuple(replace(one, rules=tuple(rules), head=head) for one in chain("drop").chains))
    assert let_in(found, tcp(22)) in {OPEN, LIMITED, CLOSED, UNSURE}
    old = PacketFilter("iptables", tuple(replace(one, rules=tuple(rules)) for one in tables(TABLES).chains))
    assert let_in(old, tcp(22)) in {OPEN, LIMITED, CLOSED, UNSURE}


def listening(*said: tuple[str, int, str], packet_filter: PacketFilter | Unseen = NO_FILTER) -> Exposure:
    records = tuple(Listener("tcp", address, port, process) for address, port, process in said)
    return Exposure(Listing(records), packet_filter, Services("systemd"))


def by_subject(findings: Iterable[Finding | Exhibit]) -> dict[str, Finding]:
    return {one.subject: one for one in findings if isinstance(one, Finding)}


def levels(findings: Iterable[Finding | Exhibit]) -> dict[str, Level]:
    return {name: one.level for name, one in by_subject(findings).items()}


def firewall(found: Exposure, *, is_behind_boundary: bool = False) -> dict[str, Level]:
    return levels(fw_enabled.judge(found, Layered(fw_enabled.FirewallLimits(is_behind_boundary)), SCENE))


def test_the_firewall_passes_fails_and_is_not_seen() -> None:
    assert firewall(listening(packet_filter=nft(FIREWALLD))) == {"IPv4": Level.OK}
    assert firewall(listening()) == {"IPv4": Level.WARN}
    assert firewall(listening(packet_filter=chain("tcp dport 23 drop"))) == {"IPv4": Level.WARN}
    assert firewall(listening(packet_filter=DENIED)) == {"": Level.UNKNOWN}
    assert firewall(listening(packet_filter=chain("quota over 1 mbytes drop"))) == {"IPv4": Level.UNKNOWN}
    assert firewall(listening(), is_behind_boundary=True) == {"IPv4": Level.NOTICE}


def test_ipv4_filtered_and_ipv6_open_is_found_where_something_listens_on_it() -> None:
    only_four = tables("*filter\n:INPUT DROP [0:0]\nCOMMIT")
    assert firewall(listening(("::", 22, "sshd"), packet_filter=only_four)) == {"IPv4": Level.OK, "IPv6": Level.WARN}
    assert firewall(listening(("::1", 22, "sshd"), packet_filter=only_four)) == {"IPv4": Level.OK}
    lost = replace(listening(packet_filter=only_four), listeners=DENIED)
    assert firewall(lost) == {"IPv4": Level.OK, "IPv6": Level.UNKNOWN}


def test_a_last_rule_that_rejects_all_is_a_default_of_refusing_too() -> None:
    assert firewall(listening(packet_filter=chain("tcp dport 22 accept", "reject"))) == {"IPv4": Level.OK}


def risky(found: Exposure, scene: Scene = SCENE, *, approved: tuple[str, ...] = ()) -> dict[str, Level]:
    limits = Layered(net_high_risk_port.HighRiskLimits(approved=approved))
    return levels(net_high_risk_port.judge(found, limits, scene))


REDIS = ("0.0.0.0", 6379, "redis-server")
MYSQL = ("*", 3306, "mysqld")


def test_a_high_risk_port_that_is_open_to_all_fails() -> None:
    assert risky(listening(REDIS)) == {"tcp/6379": Level.CRITICAL}
    assert risky(listening(REDIS, packet_filter=nft(FIREWALLD))) == {"tcp/6379": Level.OK}
    assert risky(listening(REDIS, packet_filter=DENIED)) == {"tcp/6379": Level.UNKNOWN}
    assert risky(listening(("127.0.0.1", 6379, "redis-server"))) == {"": Level.OK}
    assert risky(replace(listening(), listeners=DENIED)) == {"": Level.UNKNOWN}
    assert risky(listening(REDIS), approved=("tcp/6379",)) == {"tcp/6379": Level.OK}


def test_a_source_that_is_allowed_limits_only_where_the_rest_is_refused() -> None:
    mongo = ("0.0.0.0", 27017, "mongod")
    assert risky(listening(mongo, packet_filter=tables(TABLES))) == {"tcp/27017": Level.CRITICAL}


def test_a_rule_for_ipv4_leaves_the_socket_on_ipv6_open() -> None:
    assert risky(listening(MYSQL, packet_filter=tables(TABLES))) == {"tcp/3306": Level.WARN}
    assert risky(listening(MYSQL, packet_filter=nft(FIREWALLD))) == {"tcp/3306": Level.OK}


def test_what_docker_publishes_passes_the_chain_input_by() -> None:
    published = ("0.0.0.0", 6379, "docker-proxy")
    assert risky(listening(published, packet_filter=nft(FIREWALLD))) == {"tcp/6379": Level.UNKNOWN}


def test_rsyslog_that_takes_logs_on_514_is_no_rsh() -> None:
    central = ("0.0.0.0", 514, "rsyslogd")
    assert risky(listening(central)) == {"": Level.OK}
    assert clear(listening(central)) == {"": Level.OK}


@pytest.mark.parametrize(
    ("dengbao", "until", "level"),
    [
        (3, None, Level.CRITICAL),
        (2, None, Level.CRITICAL),
        (1, None, Level.WARN),
        (3, date(2026, 11, 22), Level.WARN),
        (3, date(2026, 11, 21), Level.CRITICAL),
    ],
)
def test_a_high_risk_port_weighs_by_level_and_mitigation(dengbao: int, until: date | None, level: Level) -> None:
    """Entry 6.4.3.1, from level 2 on; limited access that was declared lowers it on its last day, and not after."""
    declared = (Mitigation("access-limited", "a customer", date(2026, 1, 1), until),) if until else ()
    assert risky(listening(REDIS), replace(SCENE, dengbao=dengbao, mitigations=declared)) == {"tcp/6379": level}


def clear(found: Exposure, *, approved: tuple[str, ...] = ()) -> dict[str, Level]:
    limits = Layered(net_cleartext_service.ClearLimits(approved))
    return levels(net_cleartext_service.judge(found, limits, SCENE))


ALL = "0.0.0.0"


def test_a_service_in_the_clear_fails() -> None:
    assert clear(listening((ALL, 23, "in.telnetd"))) == {"tcp/23": Level.CRITICAL}
    assert clear(listening((ALL, 23, "systemd"))) == {"tcp/23": Level.CRITICAL}
    assert clear(listening((ALL, 2121, "vsftpd"))) == {"tcp/2121": Level.CRITICAL}
    assert clear(listening((ALL, 21, "python3"))) == {"tcp/21": Level.WARN}
    assert clear(listening((ALL, 22, "sshd"))) == {"": Level.OK}
    assert clear(listening((ALL, 21, "vsftpd")), approved=("tcp/21",)) == {"": Level.OK}
    assert clear(Exposure(DENIED, NO_FILTER, Services("systemd"))) == {"": Level.UNKNOWN}
    assert clear(replace(listening((ALL, 23, "telnetd")), services=DENIED)) == {
        "tcp/23": Level.CRITICAL,
        "": Level.UNKNOWN,
    }


def test_sshd_on_port_23_is_no_telnet() -> None:
    assert clear(listening((ALL, 23, "sshd"))) == {"": Level.OK}


def test_a_socket_unit_that_starts_telnet_counts() -> None:
    there = Services("systemd", (Service("telnet", is_running=False, starts_at_boot=True, enablement="enabled"),))
    assert clear(replace(listening(), services=there)) == {"telnet": Level.CRITICAL}
    off = Services("systemd", (Service("vsftpd", is_running=False, starts_at_boot=False, enablement="disabled"),))
    assert clear(replace(listening(), services=off)) == {"": Level.OK}


def approved(found: Exposure, then: Exposure | None = None, patterns: tuple[str, ...] = ()) -> dict[str, Level]:
    assert isinstance(found.listeners, Listing)
    confirmed = None
    if then is not None:
        assert isinstance(then.listeners, Listing)
        confirmed = Confirmed(then.listeners, AT - timedelta(days=90), "a customer", AT - timedelta(days=89))
    limits = Layered(net_listen_approved.ApprovedLimits(patterns))
    return levels(net_listen_approved.judge(found.listeners, confirmed, limits, SCENE))


def test_ports_beside_the_baseline_and_the_list() -> None:
    ssh, new = (ALL, 22, "sshd"), (ALL, 8080, "java")
    assert approved(listening(ssh, new), listening(ssh)) == {"tcp/8080": Level.WARN, "": Level.OK}
    assert approved(listening(ssh, new), listening(ssh), ("process:java",)) == {"": Level.OK}
    assert approved(listening(ssh, new), None, ("tcp/22",)) == {"tcp/8080": Level.WARN, "": Level.OK}
    assert approved(listening(ssh, ("127.0.0.1", 9000, "x")), listening(ssh)) == {"": Level.OK}


def test_without_a_baseline_or_a_list_nobody_knows_what_may_listen() -> None:
    assert approved(listening((ALL, 22, "sshd"))) == {"": Level.UNKNOWN}


def test_ports_given_out_by_chance_go_by_their_program() -> None:
    before, now = listening((ALL, 40001, "rpc.statd")), listening((ALL, 51234, "rpc.statd"))
    assert approved(now, before) == {"": Level.OK}
    assert approved(listening((ALL, 51234, "nc")), before) == {"process:nc": Level.WARN, "": Level.OK}


def unneeded(*there: Service, names: tuple[str, ...] = ()) -> dict[str, Level]:
    limits = Layered(net_unneeded_service.UnneededLimits(approved=names))
    return levels(net_unneeded_service.judge(Services("systemd", there), limits, SCENE))


def test_services_that_a_server_does_not_need() -> None:
    avahi = Service("avahi-daemon", is_running=True, starts_at_boot=True, state="active (running)", enablement="enabled")
    assert unneeded(avahi) == {"avahi-daemon": Level.NOTICE}
    assert unneeded(avahi, names=("avahi-*",)) == {"": Level.OK}
    assert unneeded(replace(avahi, is_running=False, enablement="masked")) == {"": Level.OK}
    assert unneeded(replace(avahi, is_running=False, enablement="static")) == {"": Level.OK}
    lost = Services("", unanswered=DENIED)
    judged = net_unneeded_service.judge(lost, Layered(net_unneeded_service.UnneededLimits()), SCENE)
    assert levels(judged) == {"": Level.UNKNOWN}


def malware(*names: str, days: float | None = None, scene: Scene = SCENE, own: tuple[str, ...] = ()) -> dict[str, Level]:
    built = () if days is None else (Signatures("/var/lib/clamav/daily.cld", AT - timedelta(days=days)),)
    found = MalwareProtection(frozenset(names), SignatureFiles(AT, built))
    return levels(malware_av.judge(found, Layered(malware_av.MalwareLimits(products=own)), scene))


@pytest.mark.parametrize(("days", "level"), [(7, Level.OK), (7.1, Level.WARN), (30, Level.WARN), (30.1, Level.CRITICAL)])
def test_signatures_at_their_boundaries(days: float, level: Level) -> None:
    assert malware("clamd", days=days) == {"": Level.OK, "ClamAV": level}


def test_protection_that_does_not_run_fails_and_its_mitigation_lowers_it() -> None:
    declared = (Mitigation("no-internet-other-means", "a customer", date(2026, 1, 1)),)
    assert malware("systemd", "freshclam") == {"": Level.CRITICAL}  # freshclam alone only fetches signatures
    assert malware("systemd", scene=replace(SCENE, mitigations=declared)) == {"": Level.WARN}
    assert malware("clamd") == {"": Level.OK, "ClamAV": Level.UNKNOWN}
    assert malware("AliYunDun") == {"": Level.OK, "signatures": Level.UNKNOWN}
    assert malware("own-protection-", own=("own-protection-daemon",)) == {"": Level.OK, "signatures": Level.UNKNOWN}
    hidden = MalwareProtection(DENIED, SignatureFiles(AT, ()))
    assert levels(malware_av.judge(hidden, Layered(malware_av.MalwareLimits()), SCENE)) == {"": Level.UNKNOWN}


LOGINS = LoginFailures("files", AT - timedelta(days=80), AT, 92, 9000, 0)


def guesses(*sources: LoginSource, found: LoginFailures = LOGINS, known: tuple[str, ...] = ()) -> dict[str, Level]:
    most = max((one.most_a_day for one in sources), default=0)
    limits = Layered(intrusion_bruteforce.GuessLimits(known=known))
    return levels(intrusion_bruteforce.judge(replace(found, sources=sources, most_a_day=most), limits, SCENE))


@pytest.mark.parametrize(("count", "level"), [(100, Level.OK), (101, Level.WARN)])
def test_failed_logins_at_their_boundary(count: int, level: Level) -> None:
    assert guesses(LoginSource("10.9.9.9", count, count)) == {"failures": level, "success": Level.OK}


@pytest.mark.parametrize(("count", "level"), [(19, Level.OK), (20, Level.CRITICAL)])
def test_a_success_after_failures_at_its_boundary(count: int, level: Level) -> None:
    assert guesses(LoginSource("10.9.9.9", 30, 30, broken_in_after=count))["success"] is level


def test_a_record_that_proves_no_quiet() -> None:
    short = replace(LOGINS, covered_from=AT - timedelta(days=6))
    assert set(guesses(found=short).values()) == {Level.UNKNOWN}
    assert guesses(found=replace(LOGINS, record="btmp", knows_success=False))["success"] is Level.UNKNOWN
    assert guesses(LoginSource("10.9.9.9", 500, 500), known=("10.9.9.*",)) == {"failures": Level.OK, "success": Level.OK}
    assert guesses(LoginSource("10.9.9.9", 30, 30, key_after=30))["success"] is Level.OK  # a key is no guess


def started(found: Startup, then: Startup | None = None, names: tuple[str, ...] = ()) -> dict[str, Level]:
    confirmed = Confirmed(then, AT - timedelta(days=90), "a customer", AT - timedelta(days=89)) if then else None
    return levels(startup_diff.judge(found, confirmed, Layered(startup_diff.StartupLimits(names)), SCENE))


THEN = Startup((("job", "/etc/crontab: run-parts"), ("unit", "sshd.service")))
PRELOAD = "/etc/ld.so.preload"


def test_a_library_in_every_program_is_found_without_a_baseline() -> None:
    inner = Startup((("preload", "/usr/lib/libinner.so"),))
    assert started(inner) == {PRELOAD: Level.CRITICAL, "": Level.UNKNOWN}
    assert started(inner, names=("/usr/lib/libinner.so",))[PRELOAD] is Level.OK
    assert started(Startup((), (Unseen("file", Reason.DENIED),)))[PRELOAD] is Level.UNKNOWN


def test_what_is_new_since_the_baseline_fails() -> None:
    now = Startup((*THEN.entries, ("unit", "miner.service")))
    assert started(now, THEN) == {PRELOAD: Level.OK, "unit miner.service": Level.WARN, "": Level.OK}
    assert started(now, THEN, ("unit miner*",)) == {PRELOAD: Level.OK, "": Level.OK}
    assert started(THEN, THEN) == {PRELOAD: Level.OK, "": Level.OK}


def test_a_kind_that_was_not_seen_is_not_compared() -> None:
    now = Startup((*THEN.entries, ("job", "/var/spool/cron/root: /opt/x")))
    blind = replace(THEN, unseen=(Unseen("job", Reason.DENIED),))
    assert started(now, blind) == {PRELOAD: Level.OK, "job": Level.UNKNOWN, "": Level.OK}
    assert started(replace(THEN, unseen=(Unseen("job", Reason.DENIED),)), THEN)["job"] is Level.UNKNOWN


def test_a_timer_s_next_time_and_a_job_s_schedule_are_no_new_entry() -> None:
    def made(schedule: str) -> Startup:
        job = Job("/etc/cron.d/x", schedule, "root", "/opt/x")
        return startup.derive(StartupFiles((), ()), Listing((job,)), Absent("no systemd"), Absent("none"))

    assert made("1 2 * * *") == made("3 4 * * *")
    assert made("1 2 * * *").unseen == ()
    lost = startup.derive(StartupFiles((), ()), SessionError(Reason.DENIED), Absent(""), Absent(""))
    assert [one.subject for one in lost.unseen] == ["job"]


def test_real_rules_of_nft_built_into_a_kernel_are_gone_through() -> None:
    """Recorded: the part is no module there, and what is loaded counts all the same."""
    found = facts_of(CASES / "linux.packet_filter.rules" / "real-nft-built-into-the-kernel")
    assert isinstance(found, PacketFilter)
    ways = {port: (let_in(found, tcp(port)), let_in(found, tcp(port, 6))) for port in (22, 3306, 873, 8080, 9000, None)}
    assert ways == {
        22: (OPEN, OPEN),
        3306: (LIMITED, CLOSED),
        873: (OPEN, OPEN),
        8080: (OPEN, OPEN),
        9000: (CLOSED, CLOSED),
        None: (CLOSED, CLOSED),
    }


def test_real_old_tables_built_into_a_kernel_are_gone_through() -> None:
    found = facts_of(CASES / "linux.packet_filter.rules" / "real-old-tables-built-into-the-kernel")
    assert isinstance(found, PacketFilter)
    assert {port: let_in(found, tcp(port)) for port in (21, 3307, 27017)} == {21: CLOSED, 3307: LIMITED, 27017: OPEN}


def test_every_port_is_listed_with_its_reach_and_what_the_hosts_filter_does() -> None:
    found = listening(("*", 22, "sshd"), ("10.0.0.5", 3306, "mysqld"), ("127.0.0.1", 25, "master"))
    (made,) = (
        one
        for one in net_high_risk_port.judge(found, Layered(net_high_risk_port.HighRiskLimits()), SCENE)
        if isinstance(one, Exhibit)
    )
    rows = [tuple(render(cell, "en") if isinstance(cell, Text) else cell for cell in row) for row in made.rows]
    assert rows == [
        ("tcp/22", "SSH", "all interfaces", "*", "sshd", "lets everybody in"),
        ("tcp/3306", "MySQL", "one address", "10.0.0.5", "mysqld", "lets everybody in"),
        ("tcp/25", "SMTP", "this host alone", "127.0.0.1", "master", "-"),
    ]
    unseen = listening(("*", 22, "sshd"), packet_filter=DENIED)
    (made,) = (
        one
        for one in net_high_risk_port.judge(unseen, Layered(net_high_risk_port.HighRiskLimits()), SCENE)
        if isinstance(one, Exhibit)
    )
    way = made.rows[0][5]
    assert isinstance(way, Text)
    assert render(way, "en") == "not seen"
