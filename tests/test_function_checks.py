"""Functions and middleware: every trap by name, boundaries, and what is said when evidence is missing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for
from agent.judging import judge_one
from agent.outcomes import Missed, Outcome, Seen
from checks.base import Check, Finding, Level, Scene
from checks.function.business_transaction import BUSINESS_TRANSACTION
from checks.function.http_endpoint import HTTP_ENDPOINT, PageLimits
from checks.function.java_application import JAVA_APPLICATION
from checks.function.kafka import KAFKA_CHECK
from checks.function.nginx import NGINX_CHECK
from checks.function.rabbitmq import RABBITMQ_CHECK, BrokerLimits
from checks.function.redis import REDIS_CHECK
from checks.function.required_processes import REQUIRED_PROCESSES_CHECK, ProcessLimits
from checks.function.tcp_port import TCP_PORT, PortLimits
from checks.function.tls_certificate import TLS_CERTIFICATE, CertificateLimits
from checks.required_programs import asked_programs, programs
from collectors.base import Absent, Answer, Listing, ParseError, Reason, SessionError
from collectors.facts.functions import Certificate, Connection, Handshake, Page, StepMet, Transaction, Try
from collectors.facts.middleware import (
    Broker,
    BrokerNode,
    ConsumerLag,
    JavaApplication,
    KafkaState,
    MatchedProcess,
    NginxInstance,
    Queue,
    RedisState,
    RequiredProcess,
)
from collectors.function import COLLECTORS
from collectors.sessions.page_text import page_text
from config.limits import Layered

NOW = datetime(2026, 11, 22, tzinfo=UTC)
GIB = 2**30


def found(check: Check[Any, Any], facts: object, limits: object = None) -> dict[str, Finding]:
    said = judge_one(check, Seen(facts), Layered(limits or check.limits), Scene(at=NOW))
    return {one.subject: one for one in said if isinstance(one, Finding)}


def levels(check: Check[Any, Any], facts: object, limits: object = None) -> dict[str, str]:
    return {subject: one.level.value for subject, one in found(check, facts, limits).items()}


PAGE = Page("http://app/", (), 200, "<title>订单</title>查询", 20, took_seconds=0.2)


def page(limits: PageLimits | None = None, **more: Any) -> str:  # noqa: ANN401 - fields of a page
    return levels(HTTP_ENDPOINT, replace(PAGE, **more), limits)[""]


@pytest.mark.parametrize(("took", "level"), [(0.99, "ok"), (1.0, "warn"), (4.99, "warn"), (5.0, "critical")])
def test_a_page_is_judged_by_its_time(took: float, level: str) -> None:
    assert page(took_seconds=took) == level


def test_a_redirect_to_single_sign_on_is_not_the_page() -> None:
    sso: dict[str, Any] = {"status": 302, "location": "https://sso.example/cas/login?service=x&ticket=secret"}
    assert page(**sso) == "unknown"
    said = found(HTTP_ENDPOINT, replace(PAGE, **sso))[""]
    assert "secret" not in str(said.summary)
    assert page(status=301, location="https://app/") == "warn"
    assert page(PageLimits(statuses=(302,)), **sso) == "ok"


def test_a_soft_404_is_no_page() -> None:
    assert page(body="<title>404 Not Found</title>") == "critical"
    assert page(body="<title>页面不存在</title>") == "critical"
    assert page(PageLimits(pattern="订单"), body="<title>首页</title>") == "critical"
    assert page(PageLimits(absent="维护中"), body="系统维护中") == "critical"


def test_a_firewall_or_captcha_proves_nothing() -> None:
    assert page(status=403, body="请完成安全验证") == "unknown"
    assert page(status=403, body="forbidden") == "critical"
    assert page(PageLimits(pattern="订单"), body="滑块验证") == "unknown"


def test_a_page_cut_before_its_words_is_not_judged() -> None:
    assert page(PageLimits(pattern="订单号"), is_cut=True) == "unknown"
    assert page(PageLimits(pattern="订单"), is_cut=True) == "ok"


def test_one_failed_attempt_is_no_outage_and_three_are() -> None:
    failed = Try("unreachable", "refused")
    assert page(tries=(failed,)) == "warn"
    assert levels(HTTP_ENDPOINT, Page("", (failed,) * 3)) == {"": "critical"}


def test_a_name_unknown_here_or_tlcp_says_nothing_of_the_function() -> None:
    assert levels(HTTP_ENDPOINT, Page("", (Try("unreachable", "", is_named=False),) * 3)) == {"": "unknown"}
    assert levels(HTTP_ENDPOINT, Page("", (Try("refused", "TLS"),) * 3)) == {"": "unknown"}


def test_a_broken_expression_is_said_and_not_judged() -> None:
    assert page(PageLimits(pattern="(")) == "unknown"


def test_a_page_in_gbk_is_read() -> None:
    raw = "<meta charset=gb2312>查询结果鎔".encode("gb18030")
    assert "查询结果鎔" in page_text(raw, "text/html")
    assert "查询" in page_text("查询".encode("gbk"), "text/html; charset=GBK")
    assert "查询" in page_text("查询".encode("gbk"), "text/html")
    assert page_text("查询".encode(), "text/html; charset=no-such") == "查询"
    assert page_text("查询".encode()[:-1], "text/html; charset=utf-8").startswith("查")


@given(st.binary(max_size=200), st.text(max_size=30), st.sampled_from(["", "gzip", "deflate"]))
def test_any_bytes_have_a_text(raw: bytes, content_type: str, encoding: str) -> None:
    assert isinstance(page_text(raw, content_type, encoding), str)


def certificate(**more: Any) -> Certificate:  # noqa: ANN401 - fields of a certificate
    made = Certificate(
        "CN=app", "CN=ca", ("app.example",), NOW - timedelta(days=1), NOW + timedelta(days=90), "sha256", "rsa", 2048
    )
    return replace(made, **more)


def handshake(own: Certificate | None = None, *above: Certificate, **more: Any) -> Handshake:  # noqa: ANN401 - fields
    made = Handshake("app.example", 443, "TLSv1.3", "AES", (own or certificate(), *above), (), offers_old=False)
    return replace(made, **more)


def tls(facts: Handshake, limits: CertificateLimits | None = None) -> dict[str, str]:
    return levels(TLS_CERTIFICATE, facts, limits)


@pytest.mark.parametrize(
    ("days", "level"), [(31, "ok"), (30, "warn"), (8, "warn"), (7, "critical"), (0, "critical"), (-1, "critical")]
)
def test_days_of_a_certificate(days: int, level: str) -> None:
    assert tls(handshake(certificate(not_after_at=NOW + timedelta(days=days))))["days"] == level


def test_a_certificate_of_tomorrow_is_not_valid_yet() -> None:
    assert tls(handshake(certificate(not_before_at=NOW + timedelta(days=1))))["days"] == "critical"


@pytest.mark.parametrize(
    ("name", "host", "level"),
    [
        ("app.example", "APP.example", "ok"),
        ("*.example.org", "a.example.org", "ok"),
        ("*.example.org", "a.b.example.org", "warn"),
        ("*.example.org", "example.org", "warn"),
        ("*.0.0.1", "10.0.0.1", "warn"),
        ("10.0.0.1", "10.0.0.1", "ok"),
        ("::1", "0:0:0:0:0:0:0:1", "ok"),
        ("app.example", "10.0.0.1", "warn"),
    ],
)
def test_a_wildcard_stands_for_one_label_and_an_address_is_named_as_one(name: str, host: str, level: str) -> None:
    assert tls(handshake(certificate(names=(name,)), host=host))["name"] == level


def test_a_node_behind_a_balancer_is_held_against_the_shared_name() -> None:
    assert tls(handshake(host="10.0.0.1"), CertificateLimits(name="app.example"))["name"] == "ok"


def test_an_expired_certificate_in_between_is_critical_and_the_own_is_fine() -> None:
    between = certificate(subject="CN=ca", issuer="CN=root", not_after_at=NOW - timedelta(days=1))
    assert tls(handshake(None, between))["chain"] == "critical"


def test_self_signed_inside_is_a_notice_and_outside_a_warning_and_an_own_authority_no_fault() -> None:
    own = certificate(issuer="CN=app")
    errors = ((0, "ERR_DEPTH_ZERO_SELF_SIGNED_CERT"),)
    assert tls(handshake(own, errors=errors))["chain"] == "warn"
    assert tls(handshake(own, errors=errors, host="10.1.1.1"))["chain"] == "notice"
    assert tls(handshake(errors=((1, "ERR_SELF_SIGNED_CERT_IN_CHAIN"),)))["chain"] == "notice"
    assert tls(handshake(errors=((0, "ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),)))["chain"] == "warn"


def test_sha1_counts_but_not_the_roots_own() -> None:
    root = certificate(subject="CN=r", issuer="CN=r", signature_hash="sha1")
    assert tls(handshake(None, root))["strength"] == "ok"
    assert tls(handshake(certificate(signature_hash="sha1")))["strength"] == "warn"
    assert tls(handshake(certificate(key_bits=1024)))["strength"] == "warn"
    assert tls(handshake(certificate(key_kind="ellipticcurve", key_bits=256)))["strength"] == "ok"


def test_tls_below_1_2_is_a_warning() -> None:
    assert tls(handshake(protocol="TLSv1.1"))["protocol"] == "warn"
    assert tls(handshake(offers_old=True))["protocol"] == "warn"


def test_a_port_by_time_banner_and_what_shuts_at_once() -> None:
    ok = Connection("mq", 1, (), 0.1)
    assert levels(TCP_PORT, ok) == {"": "ok"}
    assert levels(TCP_PORT, replace(ok, took_seconds=0.5)) == {"": "warn"}
    assert levels(TCP_PORT, replace(ok, took_seconds=3.0)) == {"": "critical"}
    assert levels(TCP_PORT, replace(ok, is_closed=True)) == {"": "warn"}
    assert levels(TCP_PORT, replace(ok, said="SSH-2.0"), PortLimits(banner="^220 ")) == {"": "critical"}
    assert levels(TCP_PORT, replace(ok, said="220 x"), PortLimits(banner="^220 ")) == {"": "ok"}
    assert levels(TCP_PORT, Connection("", 0, (Try("unreachable", ""),) * 3)) == {"": "critical"}


def required(line: str, *met: MatchedProcess, cut: int = 0) -> str:
    [one], wrong = programs((line,))
    assert not wrong
    facts = Listing((RequiredProcess(one.text, met, cut),))
    return levels(REQUIRED_PROCESSES_CHECK, facts, ProcessLimits((line,)))[one.name]


ONE = MatchedProcess(7, "tomcat", GIB, 7200)
LINE = 'tomcat "-Dcatalina.base=/opt/tomcat " least=1 most=1 user=tomcat memory=2GiB age=1h'


def test_required_processes_by_number_user_memory_and_age() -> None:
    assert required(LINE, ONE) == "ok"
    assert required(LINE) == "critical"
    assert required(LINE, ONE, ONE) == "critical"
    assert required(LINE, replace(ONE, user="root")) == "warn"
    assert required(LINE, replace(ONE, rss_bytes=2 * GIB + 1)) == "warn"
    assert required(LINE, replace(ONE, age_seconds=3599)) == "warn"


def test_a_command_line_that_the_kernel_cut_is_not_called_missing() -> None:
    assert required(LINE, cut=1) == "unknown"
    assert required(LINE, ONE, cut=1) == "ok"


def test_ps_cuts_long_user_names() -> None:
    assert required('a "/opt/a" user=tomcat_production', replace(ONE, user="tomcat_+")) == "ok"


def test_a_line_that_names_no_process_is_said() -> None:
    assert levels(REQUIRED_PROCESSES_CHECK, Listing(()), ProcessLimits(("tomcat",))) == {"processes": "unknown"}
    assert levels(REQUIRED_PROCESSES_CHECK, Listing(())) == {"": "absent"}
    assert asked_programs(('a "/opt/a" least=0', 'b "x|y"', 'c "/opt/c"')) == "/opt/a|/opt/c"


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_lines_are_programs_or_wrong(lines: list[str]) -> None:
    made, wrong = programs(lines)
    assert len(made) + len(wrong) == len(lines)


NGINX = NginxInstance("/usr/sbin/nginx", "root", 4, 0, "", 100, 1024, 10, 50, 50, 1000, 0)
ERRORS = (("alert", 0), ("crit", 0), ("worker_connections", 0), ("open files", 0), ("upstream", 0))


def nginx(**more: Any) -> dict[str, str]:  # noqa: ANN401 - fields of an instance
    of = levels(NGINX_CHECK, Listing((replace(NGINX, errors=ERRORS, **more),)))
    return {subject.removeprefix("/usr/sbin/nginx "): level for subject, level in of.items()}


def test_nginx_healthy_and_without_stub_status() -> None:
    assert set(nginx().values()) == {"ok"}
    assert nginx(active_count=None, accepted_count=None, handled_count=None)["connections"] == "ok"


def test_a_fault_in_the_configuration_is_critical_and_a_missing_right_is_not_judged() -> None:
    assert nginx(test_exit=1, test_said='nginx: [emerg] unknown directive "x"')["configuration"] == "critical"
    denied = "nginx: [emerg] BIO_new_file(/etc/k.pem) failed (13: Permission denied)"
    assert nginx(test_exit=1, test_said=denied)["configuration"] == "unknown"
    assert nginx(test_exit=1, test_said="sudo: a password is required")["configuration"] == "unknown"


def test_nginx_connections_dropped_workers_full_and_too_few_files() -> None:
    assert nginx(accepted_count=51)["connections"] == "warn"
    assert nginx(active_count=320)["connections"] == "warn"
    assert nginx(active_count=380)["connections"] == "critical"
    assert nginx(open_files_most=99)["connections"] == "warn"
    assert nginx(worker_count=0)["connections"] == "critical"


def test_5xx_of_few_answers_prove_nothing() -> None:
    assert nginx(failures_count=10)["answers"] == "warn"
    assert nginx(failures_count=50)["answers"] == "critical"
    assert nginx(responses_count=99, failures_count=99)["answers"] == "absent"
    assert nginx(logs_unseen=("/var/log/nginx/access.log",))["answers"] == "unknown"


JAVA = JavaApplication("tomcat:/opt/t", "t", 100_000, 80, GIB, 0.5, 0.9, 2, 1.0, "", "/opt/t/logs/catalina.out")


def java(**more: Any) -> dict[str, str]:  # noqa: ANN401 - fields of an application
    of = levels(JAVA_APPLICATION, Listing((replace(JAVA, **more),)))
    return {subject.removeprefix("tomcat:/opt/t "): level for subject, level in of.items()}


def test_an_old_generation_that_is_full_before_a_collection_proves_nothing() -> None:
    assert java(old_ratio=0.99)["heap"] == "notice"
    busy = {"full_collections_count": 900, "full_collections_seconds": 6000.0}
    assert java(old_ratio=0.99, **busy)["heap"] == "critical"
    assert java(old_ratio=0.90, **busy)["heap"] == "warn"
    assert java(old_ratio=0.20, **busy)["heap"] == "warn"


def test_without_jstat_or_its_user_the_heap_is_not_inspected() -> None:
    assert java(old_ratio=None, gc_unseen="user")["heap"] == "unknown"


def test_an_out_of_memory_error_before_the_last_start_is_over() -> None:
    assert java(memory_errors_count=1)["log"] == "critical"
    assert java(earlier_errors_count=1)["log"] == "notice"
    assert java(stuck_count=1)["log"] == "critical"
    assert java(log="", log_unseen="/x")["log"] == "unknown"


def test_no_xmx_is_a_notice_and_two_of_one_name_are_two() -> None:
    assert java(heap_most_bytes=None)["heap"] == "notice"
    assert len(levels(JAVA_APPLICATION, Listing((JAVA, replace(JAVA, user="u"))))) == 6


REDIS = RedisState(
    name="r",
    version="7",
    role="master",
    used_bytes=GIB // 2,
    most_bytes=GIB,
    system_bytes=8 * GIB,
    policy="noeviction",
    fragmentation_ratio=1.1,
    is_loading=False,
    is_snapshot_good=True,
    snapshot_age_seconds=60,
    changes_count=0,
    is_append_only=False,
    is_append_good=True,
    is_master_up=None,
    clients_count=10,
    clients_most=10_000,
    rejected_count=0,
    replicas_count=0,
)


def redis(**more: Any) -> dict[str, str]:  # noqa: ANN401 - fields of a Redis
    return {key.removeprefix("r "): level for key, level in levels(REDIS_CHECK, Listing((replace(REDIS, **more),))).items()}


def test_fragmentation_of_an_empty_redis_means_nothing() -> None:
    assert redis(used_bytes=GIB - 1, most_bytes=0, fragmentation_ratio=13.84)["memory"] == "ok"
    assert redis(used_bytes=GIB, most_bytes=0, fragmentation_ratio=1.6)["memory"] == "warn"


def test_maxmemory_0_is_held_against_the_machine() -> None:
    assert redis(used_bytes=7 * GIB, most_bytes=0)["memory"] == "ok"
    assert redis(used_bytes=int(7.5 * GIB), most_bytes=0)["memory"] == "warn"


def test_a_cache_that_evicts_is_full_by_design() -> None:
    full = int(GIB * 0.99)
    assert redis(used_bytes=full)["memory"] == "critical"
    assert redis(used_bytes=full, policy="allkeys-lru")["memory"] == "notice"


def test_redis_saving_replication_and_clients() -> None:
    assert redis(is_snapshot_good=False)["saving"] == "critical"
    assert redis(is_append_only=True, is_append_good=False)["saving"] == "critical"
    assert redis(snapshot_age_seconds=49 * 3600)["saving"] == "ok"  # nothing has changed since
    assert redis(snapshot_age_seconds=49 * 3600, changes_count=5)["saving"] == "warn"
    assert redis(snapshot_age_seconds=49 * 3600, changes_count=5, is_append_only=True)["saving"] == "ok"
    assert redis(role="slave", is_master_up=False)["replication"] == "critical"
    assert redis(clients_count=9000)["clients"] == "warn"


NODE = BrokerNode("rabbit@a", is_running=True, has_memory_alarm=False, has_disk_alarm=False, files_used=10, files_most=1000)
BROKER = Broker("c", "3", (NODE,), ())


def broker(*queues: Queue, limits: BrokerLimits | None = None, **more: Any) -> dict[str, str]:  # noqa: ANN401 - of a node
    return levels(RABBITMQ_CHECK, Listing((Broker("c", "3", (replace(NODE, **more),), queues),)), limits)


def test_rabbitmq_nodes() -> None:
    assert broker() == {"node rabbit@a": "ok", "queues": "ok"}
    for odd in ({"is_running": False}, {"partitions": ("b",)}, {"has_disk_alarm": True}, {"has_memory_alarm": True}):
        assert broker(**odd)["node rabbit@a"] == "critical"
    assert broker(files_used=900)["node rabbit@a"] == "warn"


def test_an_idle_queue_is_not_broken_and_one_that_nobody_empties_is_told() -> None:
    assert broker(Queue("/ idle", 0, 0)) == broker()
    assert broker(Queue("/ q", 1, 0))["queue / q"] == "warn"
    assert "queue / q" not in broker(Queue("/ q", 999, 1))
    assert broker(Queue("/ q", 1000, 1))["queue / q"] == "warn"
    assert "queue / q" not in broker(Queue("/ q", 1000, 1), limits=BrokerLimits(warn_ready=5000))
    assert broker(Queue("/ q", 0, 1, "minority"))["queue / q"] == "critical"


def test_kafka_partitions_and_a_group_that_nobody_reads_with() -> None:
    state = KafkaState("k")
    assert levels(KAFKA_CHECK, Listing((state,))) == {"k partitions": "ok"}
    assert levels(KAFKA_CHECK, Listing((replace(state, under_replicated=("a-1",)),))) == {"k partitions": "warn"}
    assert levels(KAFKA_CHECK, Listing((replace(state, unavailable=("a-1",)),))) == {"k partitions": "critical"}
    lag = ConsumerLag("g", 10_000, is_idle=False)
    assert levels(KAFKA_CHECK, Listing((replace(state, groups=(lag,)),)))["group g"] == "warn"
    assert levels(KAFKA_CHECK, Listing((replace(state, groups=(replace(lag, lag_count=9999),)),)))["group g"] == "ok"
    assert levels(KAFKA_CHECK, Listing((replace(state, groups=(replace(lag, is_idle=True),)),)))["group g"] == "notice"


def test_a_transaction_behind_a_failed_step_was_not_looked_at() -> None:
    steps = (
        StepMet("open", "get", is_met=True, status=200, took_seconds=0.1),
        StepMet("find", "get", is_met=False, status=500, found="HTTP 500"),
        StepMet("see", "expect", None),
    )
    assert levels(BUSINESS_TRANSACTION, Transaction(steps, 0.2)) == {
        "open": "ok",
        "find": "critical",
        "see": "unknown",
        "time": "unknown",
    }
    assert levels(BUSINESS_TRANSACTION, Transaction(steps[:1], 9.99)) == {"open": "ok", "time": "ok"}
    assert levels(BUSINESS_TRANSACTION, Transaction(steps[:1], 10.0))["time"] == "warn"
    assert levels(BUSINESS_TRANSACTION, Transaction(steps[:1], 30.0))["time"] == "critical"


def test_a_captcha_is_not_called_broken() -> None:
    step = StepMet("log in", "post", is_met=False, status=200, found="-/x/", needs_person=True)
    assert levels(BUSINESS_TRANSACTION, Transaction((step,), 1.0))["log in"] == "unknown"


@pytest.mark.parametrize("collector", [one for one in COLLECTORS if one.id.startswith("function.")], ids=lambda one: one.id)
@given(data=st.data())
def test_any_answer_is_read_or_refused(collector: Any, data: st.DataObject) -> None:  # noqa: ANN401 - of any kind
    scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=10)
    values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=8), scalars, max_size=3)
    keys = st.sampled_from(
        ["tries", "status", "body", "headers", "chain", "errors", "steps", "end", "more", "said", "took_seconds", "plain"]
    )
    told = data.draw(st.dictionaries(keys, values, max_size=8))
    outcome: Outcome
    try:
        outcome = Seen(collector.parse(Answer(json.dumps(told))))
    except (Absent, SessionError, ParseError) as error:
        outcome = Missed(error)
    assert outcome


def test_an_evidence_that_was_lost_is_not_inspected() -> None:
    for platform in ("http", "tls", "tcp", "redis", "rabbitmq", "zookeeper", "tomcat", "weblogic", "transaction"):
        for check in checks_for(platform):
            said = judge_one(check, Missed(SessionError(Reason.CUT)), Layered(check.limits), Scene(at=NOW))
            assert [one.level for one in said if isinstance(one, Finding)] == [Level.UNKNOWN]
