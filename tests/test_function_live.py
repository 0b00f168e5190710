"""Functions against the real thing on loopback: TLS, an application, Redis, nginx, each with a fault that was made."""

import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from agent.catalogue import checks_for, collectors_for
from agent.expected import values_of
from agent.gather import Gathering
from agent.judging import judge
from checks.base import Finding, Scene
from checks.function.http_endpoint import PageLimits
from checks.function.required_processes import REQUIRED_PROCESSES_CHECK, ProcessLimits
from checks.required_programs import asked_programs
from collectors.base import SessionError
from collectors.linux.required_processes import PATTERNS, REQUIRED_PROCESSES_PS
from collectors.sessions.base import Budget
from collectors.sessions.functions import FunctionSession
from collectors.sessions.local import LocalSession
from config.limits import Layered
from config.secrets import Secret
from config.site import Access, Site, Step
from tests.peers import functions as peers
from tests.peers.functions import (
    HOST,
    Application,
    application,
    issue,
    rabbit_api,
    rabbit_broker,
    redis_says,
    redis_server,
    tls_server,
)
from tests.peers.machines import wait
from tests.peers.sshd import free_port
from tests.peers.stub import tcp

BUDGET = Budget(30, 3, 1)


def asked(session: Any, platform: str, limits: Mapping[str, object] | None = None, only: str = "") -> dict[str, Finding]:  # noqa: ANN401 - any session
    """Ask a session all that its platform is asked, and judge it, as a round does."""
    checks = [check for check in checks_for(platform) if check.id == only or not only]
    gathering = Gathering(collectors_for(platform, checks), values_of(Site()))
    session.connect()
    for number in (1, 2, 3):
        questions = gathering.questions(number)
        for question, reply in session.ask(questions) if questions else ():
            gathering.replies[question.id] = reply
    session.close()
    gathering.settle()
    layered = {check.id: Layered((limits or {}).get(check.id, check.limits)) for check in checks}
    findings, _exhibits = judge(checks, gathering.outcomes, layered, Scene(at=datetime.now(UTC)))
    return {f"{one.check.removeprefix('function.')} {one.subject}".strip(): one for one in findings}


def levels(findings: Mapping[str, Finding]) -> dict[str, str]:
    return {subject: one.level.value for subject, one in findings.items()}


def function(address: str, platform: str, access: Access | None = None, **more: Any) -> dict[str, Finding]:  # noqa: ANN401 - passed on
    user = more.pop("user", "")
    password = more.pop("password", None)
    secret = Secret(password) if password else None
    limits = more.pop("limits", None)
    return asked(FunctionSession(address, access or Access(), user, secret, BUDGET, **more), platform, limits)


def certificate_levels(port: int, host: str = HOST, authorities: str = "") -> dict[str, str]:
    found = levels(function(f"tls://{host}:{port}", "tls", Access(authorities=authorities)))
    return {subject.removeprefix("tls_certificate "): level for subject, level in found.items()}


def test_a_certificate_of_six_days_is_critical(tmp_path: Path) -> None:
    root = issue("root", is_authority=True)
    (tmp_path / "root.pem").write_bytes(root.pem)
    with tls_server(issue("app", root, names=[HOST], days=6), folder=tmp_path) as port:
        found = certificate_levels(port, authorities=str(tmp_path / "root.pem"))
    assert found == {"days": "critical", "name": "ok", "chain": "ok", "protocol": "ok", "strength": "ok"}


def test_a_wrong_name_is_a_warning(tmp_path: Path) -> None:
    with tls_server(issue("other", names=["other.example", "*.other.example"]), folder=tmp_path) as port:
        found = certificate_levels(port)
    assert found["name"] == "warn"
    assert found["chain"] == "notice"  # signed by itself, on an address of this machine


def test_a_broken_chain_is_told_from_a_whole_one(tmp_path: Path) -> None:
    root = issue("root", is_authority=True)
    between = issue("between", root, is_authority=True)
    own = issue("app", between, names=[HOST])
    (tmp_path / "root.pem").write_bytes(root.pem)
    believed = str(tmp_path / "root.pem")
    with tls_server(own, between, folder=tmp_path) as port:
        assert certificate_levels(port, authorities=believed)["chain"] == "ok"
        assert certificate_levels(port)["chain"] == "warn"  # whole, up to an authority nobody knows here
    with tls_server(own, folder=tmp_path) as port:
        assert certificate_levels(port, authorities=believed)["chain"] == "warn"


def test_an_expired_intermediate_is_critical_though_the_own_certificate_is_valid(tmp_path: Path) -> None:
    root = issue("root", is_authority=True)
    between = issue("between", root, is_authority=True, days=-3)
    (tmp_path / "root.pem").write_bytes(root.pem)
    with tls_server(issue("app", between, names=[HOST]), between, folder=tmp_path) as port:
        found = certificate_levels(port, authorities=str(tmp_path / "root.pem"))
    assert (found["days"], found["chain"]) == ("ok", "critical")


def test_tls_1_0_that_is_still_offered_is_a_warning(tmp_path: Path) -> None:
    with tls_server(issue("app", names=[HOST]), folder=tmp_path, oldest=ssl.TLSVersion.TLSv1) as port:
        assert certificate_levels(port)["protocol"] == "warn"


def test_what_speaks_no_tls_that_openssl_knows_is_not_inspected(tmp_path: Path) -> None:
    with application(Application()) as app:
        assert set(certificate_levels(app.port).values()) == {"unknown"}


def _steps(**more: Any) -> tuple[Step, ...]:  # noqa: ANN401 - passed on
    return (
        Step("open", "get", "/login", text="登录", extract=(("token", 'name="token" value="(.*?)"'),)),
        Step(
            "log in",
            "post",
            "/login",
            (("name", "{user}"), ("password", "{password}"), ("token", "{token}")),
            absent="错误",
        ),
        Step("query", "get", "/query?q=1", text="查询结果.*3 条", seconds=5, **more),
    )


def transaction(app: Application, password: str = "") -> dict[str, Finding]:
    address = f"http://{HOST}:{app.port}"
    more: dict[str, Any] = {
        "steps": _steps(),
        "confirmed_by": "李主任",
        "user": app.user,
        "password": password or app.password,
    }
    return function(address, "transaction", **more)


def transacted(app: Application, password: str = "") -> dict[str, str]:
    found = transaction(app, password)
    return {subject.removeprefix("business_transaction "): one.level.value for subject, one in found.items()}


@pytest.mark.parametrize("is_gbk", [False, True])
def test_a_transaction_keeps_its_cookies_and_comes_off(*, is_gbk: bool) -> None:
    with application(Application(is_gbk=is_gbk)) as app:
        assert transacted(app) == {"open": "ok", "log in": "ok", "query": "ok", "time": "ok"}
        assert app.posted[0]["token"] == ["t-4711"]


def test_a_transaction_broken_in_one_step_says_which_and_does_not_judge_the_rest() -> None:
    with application(Application(broken="/query")) as app:
        assert transacted(app) == {"open": "ok", "log in": "ok", "query": "critical", "time": "unknown"}
    with application(Application(broken="/login")) as app:
        assert transacted(app) == {"open": "critical", "log in": "unknown", "query": "unknown", "time": "unknown"}


def test_a_login_that_fails_with_http_200_is_seen_and_no_secret_is_written_down() -> None:
    with application(Application()) as app:
        session = FunctionSession(
            f"http://{HOST}:{app.port}", Access(), app.user, Secret("wrong-secret"), BUDGET, steps=_steps()
        )
        checks = checks_for("transaction")
        [question] = Gathering(collectors_for("transaction", checks)).questions(1)
        [(_asked, reply)] = list(session.ask([question]))
        assert isinstance(reply, bytes)
        assert b"wrong-secret" not in reply
        assert b"t-4711" not in reply
        assert transacted(app, "wrong")["log in"] == "critical"


def test_a_captcha_is_for_a_person() -> None:
    with application(Application(has_captcha=True)) as app:
        assert transacted(app)["log in"] == "unknown"


def test_a_transaction_does_not_follow_to_another_host() -> None:
    with application(Application()) as app, application(Application()) as other:
        app.broken = ""
        found = function(f"http://{HOST}:{app.port}", "transaction", steps=(Step("q", "get", "/query", text="登录"),))
        assert found["business_transaction q"].level.value == "ok"  # to its own login
        assert other.posted == []


def test_a_page_its_redirect_and_its_absence() -> None:
    with application(Application(is_gbk=True)) as app:
        base = f"http://{HOST}:{app.port}"
        limits = {"function.http_endpoint": _page_limits(pattern="登录")}
        assert levels(function(f"{base}/login", "http", limits=limits)) == {
            "http_endpoint": "ok",
            "tls_certificate": "absent",
        }
        assert (
            levels(function(f"{base}/query", "http"))["http_endpoint"] == "unknown"
        )  # to the login, which is not the page
        app.broken = "/login"
        assert levels(function(f"{base}/login", "http"))["http_endpoint"] == "critical"
    closed = function(f"http://{HOST}:{free_port()}/", "http")["http_endpoint"]
    assert closed.level.value == "critical"
    assert closed.measures["failed_tries_count"] == 3


def _page_limits(**more: Any) -> object:  # noqa: ANN401 - passed on
    return PageLimits(**more)


def test_a_name_that_our_name_service_does_not_know_says_nothing() -> None:
    assert levels(function("tcp://no-such-host.invalid:80", "tcp")) == {"tcp_port": "unknown"}
    assert levels(function("http://no-such-host.invalid/", "http"))["http_endpoint"] == "unknown"


def test_a_port_open_closed_and_taken_but_shut() -> None:
    with application(Application()) as app:
        assert levels(function(f"tcp://{HOST}:{app.port}", "tcp")) == {"tcp_port": "ok"}
    assert levels(function(f"tcp://{HOST}:{free_port()}", "tcp")) == {"tcp_port": "critical"}
    with tcp(lambda connection: connection.close()) as shut:
        assert levels(function(f"tcp://{HOST}:{shut.port}", "tcp")) == {"tcp_port": "warn"}


needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server: Redis was not verified")
needs_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx: nginx was not verified")


def redis_levels(port: int, **more: Any) -> dict[str, str]:  # noqa: ANN401 - passed on
    found = function(f"redis://{HOST}:{port}", "redis", **more)
    mine = {subject: one for subject, one in found.items() if not subject.startswith("redis_keepers")}
    return {subject.rpartition(" ")[2]: one.level.value for subject, one in mine.items()}


@pytest.mark.peer
@needs_redis
def test_redis_healthy_then_with_a_snapshot_that_fails(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with redis_server(folder) as port:
        assert redis_levels(port) == {"saving": "ok", "replication": "ok", "memory": "ok", "clients": "ok"}
        redis_says(port, "SET", "a", "1")
        shutil.rmtree(folder)
        redis_says(port, "SAVE")
        redis_says(port, "BGSAVE")
        time.sleep(1)
        assert redis_levels(port)["saving"] == "critical"


@pytest.mark.peer
@needs_redis
def test_redis_at_its_memory_limit_without_eviction(tmp_path: Path) -> None:
    with redis_server(tmp_path, "--maxmemory", "2mb", "--maxmemory-policy", "noeviction", "--save", "") as port:
        for number in range(40):
            redis_says(port, "SET", f"k{number}", "x" * 100_000)
        for number in range(80):
            redis_says(port, "SET", f"s{number}", "x" * 2000)
        assert redis_levels(port)["memory"] == "critical"
        redis_says(port, "CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
        assert redis_levels(port)["memory"] in {"notice", "ok"}


@pytest.mark.peer
@needs_redis
def test_redis_with_a_password(tmp_path: Path) -> None:
    with redis_server(tmp_path, "--requirepass", "planted-12") as port:
        assert set(redis_levels(port).values()) == {"unknown"}
        assert redis_levels(port, password="planted-12")["saving"] == "ok"
        replies = FunctionSession(f"redis://{HOST}:{port}", Access(), "", Secret("bad"), BUDGET)
        [question] = Gathering(collectors_for("redis", checks_for("redis"))).questions(1)
        [(_asked, reply)] = list(replies.ask([question]))
        assert isinstance(reply, SessionError)


needs_rabbit = pytest.mark.skipif(
    not Path("/usr/lib/rabbitmq/bin/rabbitmq-server").exists(), reason="no rabbitmq-server: RabbitMQ was not verified"
)


@pytest.mark.peer
@needs_rabbit
def test_rabbitmq_with_a_queue_nobody_reads_then_with_a_memory_alarm(tmp_path: Path) -> None:
    with rabbit_broker(tmp_path) as (port, control):
        rabbit_api(port, "PUT", "queues/%2f/dead", {})
        message = {"properties": {}, "routing_key": "dead", "payload": "x", "payload_encoding": "string"}
        rabbit_api(port, "POST", "exchanges/%2f/amq.default/publish", message)
        access: dict[str, Any] = {"user": "guest", "password": "guest"}
        address = f"http://{HOST}:{port}"

        def now() -> dict[str, str]:
            return {
                key.partition(" ")[2].split(" ")[0] + key.rpartition(" ")[2]: one
                for key, one in levels(function(address, "rabbitmq", **access)).items()
            }

        wait(lambda: now().get("queuedead") == "warn", 20, "the queue's statistics")
        assert set(now().values()) == {"ok", "warn"}
        control("set_vm_memory_high_watermark", "0.00001")
        wait(lambda: "critical" in now().values(), 40, "the memory alarm")
        assert set(levels(function(address, "rabbitmq", user="guest", password="wrong")).values()) == {"unknown"}


def host(only: str) -> dict[str, Finding]:
    return asked(LocalSession(Budget(60, 5, 1)), "linux", only=only)


@pytest.mark.peer
@needs_redis
def test_redis_is_seen_from_its_host_too(tmp_path: Path) -> None:
    with redis_server(tmp_path) as port:
        found = levels(host("function.redis"))
    assert found[f"redis {HOST}:{port} saving"] == "ok"


@pytest.fixture
def roots_own() -> Iterator[Path]:
    """A folder that nobody else can change, nor any above it: what root tests of others' configurations lies elsewhere."""
    with TemporaryDirectory(dir="/run", prefix="xunjian-test-") as folder:
        yield Path(folder)


@pytest.mark.peer
@needs_nginx
def test_nginx_with_5xx_then_with_a_fault_in_its_configuration(roots_own: Path) -> None:
    tmp_path = roots_own
    port, conf = free_port(), tmp_path / "nginx.conf"
    (tmp_path / "logs").mkdir()
    text = (
        f"daemon off; user root; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\n"
        f"events {{ worker_connections 64; }}\nhttp {{\naccess_log {tmp_path}/access.log;\n"
        f"server {{ listen {HOST}:{port}; location / {{ return 200 ok; }} location /bad {{ return 503; }} }} }}\n"
    )
    conf.write_text(text)
    with peers.program([shutil.which("nginx") or "nginx", "-c", str(conf), "-e", str(tmp_path / "error.log")], port):
        subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://{HOST}:{port}/[1-150]"], check=False, timeout=30)
        healthy = {key.rpartition(str(conf))[2].strip(): one.level.value for key, one in host("function.nginx").items()}
        assert healthy == {"configuration": "ok", "connections": "ok", "answers": "ok", "error log": "ok"}
        subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://{HOST}:{port}/bad[1-50]"], check=False, timeout=30)
        conf.write_text(text.replace("return 200 ok;", "return 200 ok; no_such_word;"))
        broken = {key.rpartition(str(conf))[2].strip(): one for key, one in host("function.nginx").items()}
        assert broken["answers"].level.value == "critical"
        assert broken["configuration"].level.value == "critical"
        assert "no_such_word" in broken["configuration"].quote


def test_the_search_for_a_process_does_not_find_itself() -> None:
    lines = (
        'nothing "xunjian-no-such-program-88"',
        f'this "{Path("/proc/self/cmdline").read_bytes().split(bytes(1))[0].decode()}"',
    )
    assert {one.subject: one.level.value for one in _processes(lines)} == {"nothing": "critical", "this": "ok"}


def test_what_stands_behind_ten_thousand_bytes_of_a_command_line_is_found_and_nothing_is_called_cut() -> None:
    code = "import time; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, "-" * 10_000, "xunjian-at-the-end-4711"]) as process:
        try:
            found = _processes(('far "xunjian-at-the-end-4711"', 'nothing "xunjian-no-such-program-88"'))
        finally:
            process.kill()
    assert {one.subject: one.level.value for one in found} == {"far": "ok", "nothing": "critical"}


def _processes(lines: tuple[str, ...]) -> list[Finding]:
    gathering = Gathering((REQUIRED_PROCESSES_PS,), {PATTERNS: asked_programs(lines)})
    session = LocalSession(Budget(30, 5, 1))
    session.connect()
    gathering.replies |= {question.id: reply for question, reply in session.ask(gathering.questions(1))}
    session.close()
    gathering.settle()
    findings, _exhibits = judge(
        [REQUIRED_PROCESSES_CHECK],
        gathering.outcomes,
        {REQUIRED_PROCESSES_CHECK.id: Layered(ProcessLimits(lines))},
        Scene(),
    )
    return list(findings)


@pytest.mark.peer
@pytest.mark.skipif(not shutil.which("java"), reason="no java: Java applications were not verified")
def test_a_java_application_is_named_by_its_base_and_its_error_since_the_start_counts(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "catalina.out").write_text("OutOfMemoryError\nServer startup in 9 ms\nx OutOfMemoryError: heap\n")
    source = tmp_path / "Hold.java"
    source.write_text("public class Hold { public static void main(String[] a) throws Exception { Thread.sleep(60000); } }")
    argv = ["java", "-Xmx64m", f"-Dcatalina.base={tmp_path}", "-Dpassword=planted-5", str(source)]
    with subprocess.Popen(argv) as process:
        try:
            time.sleep(4)
            found = {
                one.removeprefix(f"java_application tomcat:{tmp_path} "): it
                for one, it in host("function.java_application").items()
            }
        finally:
            process.kill()
    assert found["log"].level.value == "critical"
    assert found["log"].measures == {"memory_errors_count": 1, "earlier_errors_count": 1}
    assert found["heap"].measures["heap_most_bytes"] == 64 * 2**20
