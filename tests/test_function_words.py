"""What is said of functions: of a page that nobody described, of what is sent before it is, of what a round changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import checks_for
from agent.expected import values_of
from agent.inspecting import command_of
from agent.judging import judge_one
from agent.outcomes import Seen
from agent.planning import asks_of
from agent.sending import sent, writes
from checks.base import Finding, Level, Scene
from checks.function.business_transaction import BUSINESS_TRANSACTION
from checks.function.http_endpoint import HTTP_ENDPOINT, PageLimits
from collectors.base import Http, Question, Shell, Tcp, Tls, Transact, Tree
from collectors.facts.functions import Page, StepMet, Transaction
from collectors.facts.page_words import error_of, has_login_form, wall_of
from collectors.sessions.functions import FunctionSession
from config.limits import Layered
from config.secrets import Secret
from config.site import Access, Site, Step, Target
from config.text import render
from reports.documents.quarterly import build
from tests import rounds
from tests.peers.functions import HOST, Application, application
from tests.program import xunjian
from tests.test_function_live import BUDGET, asked
from tests.test_quarterly import words

PAGE = Page("https://app.example:443/", (), 200, "<h1>订单</h1>", 20, took_seconds=0.2)


def judged(page: Page, limits: PageLimits | None = None) -> Finding:
    [one] = judge_one(HTTP_ENDPOINT, Seen(page), Layered(limits or PageLimits()), Scene(at=rounds.AT))
    assert isinstance(one, Finding)
    return one


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("<h1>订单</h1>", "ok"),
        ("请输入验证码", "unknown"),
        ('<script src="/js/Captcha.js"></script>', "unknown"),
        ("wafer", "ok"),
        ("此请求已被 WAF 拦下", "unknown"),
        ('<input name=p type="password">', "unknown"),
        ("<input type='text'> password", "ok"),
        ("java.lang.NullPointerException\n\tat a.b(C.java:7)", "warn"),
        ("Traceback (most recent call last):", "warn"),
        ("<p>系统错误</p>", "warn"),
        ("<p>服务器内部错误</p>", "warn"),
        ("500 internal server error", "warn"),
        ("<script>if (bad) alert('系统错误')</script><h1>订单</h1>", "ok"),
        ("<!-- Exception -->订单", "ok"),
        ('{"exceptions": []}', "ok"),
    ],
)
def test_a_page_that_nobody_described_is_judged_by_what_it_shows_itself_to_be(body: str, level: str) -> None:
    assert judged(replace(PAGE, body=body)).level.value == level


def test_what_was_not_looked_at_is_said_on_the_screen() -> None:
    assert render(judged(PAGE).summary, "zh_CN") == "HTTP 200，未核对页面内容（未配置 pattern）"
    assert "未核对" not in render(judged(PAGE, PageLimits(pattern="订单")).summary, "zh_CN")
    assert "其余内容未核对" in render(judged(PAGE, PageLimits(absent="维护")).summary, "zh_CN")


def test_a_pattern_that_is_met_decides_over_words_of_an_error_or_a_captcha() -> None:
    for body in ("订单 验证码", "订单 系统错误", '订单 <input type="password">'):
        assert judged(replace(PAGE, body=body), PageLimits(pattern="订单")).level is Level.OK


def test_an_address_that_is_a_login_may_ask_for_a_password_but_not_show_a_captcha() -> None:
    login = replace(PAGE, url="https://app.example:443/login", body='<input type="password">')
    assert judged(login).level is Level.OK
    assert judged(replace(login, body="验证码")).level is Level.UNKNOWN


def test_words_of_an_error_do_not_hide_that_it_comes_far_too_late() -> None:
    late = replace(PAGE, body="系统错误", took_seconds=9.0)
    assert judged(late).level is Level.CRITICAL
    assert judged(replace(late, took_seconds=2.0)).level is Level.WARN


@given(st.text(max_size=300))
def test_any_page_is_read_for_its_words(body: str) -> None:
    assert wall_of(body) in body
    assert isinstance(has_login_form(body), bool)
    assert not error_of(f"<script>{body}")


def test_a_page_made_to_hold_a_search_up_does_not() -> None:
    for body in ("a$" * 130_000, "<input " * 40_000, "<script" * 40_000, "x" * 262_144):
        assert error_of(body) == ""
        assert not has_login_form(body)


def stepped(app: Application, *steps: Step) -> dict[str, str]:
    session = FunctionSession(f"http://{HOST}:{app.port}", Access(), app.user, Secret(app.password), BUDGET, steps=steps)
    found = asked(session, "transaction")
    return {subject.removeprefix("business_transaction "): one.level.value for subject, one in found.items()}


def test_a_step_that_expects_nothing_and_meets_a_captcha_is_not_inspected_and_does_not_stop_the_rest() -> None:
    with application(Application(has_captcha=True)) as app:
        found = stepped(app, Step("open", "get", "/login"), Step("again", "get", "/login", text="登录"))
        assert found == {"open": "unknown", "again": "ok", "time": "ok"}
    with application(Application()) as app:
        assert stepped(app, Step("open", "get", "/login"))["open"] == "ok"


def test_a_captcha_on_a_step_that_was_met_is_unknown_and_says_its_words() -> None:
    facts = Transaction((StepMet("open", "get", is_met=True, status=200, found="验证码", needs_person=True),), 0.1)
    one, _time = judge_one(BUSINESS_TRANSACTION, Seen(facts), Layered(BUSINESS_TRANSACTION.limits), Scene(at=rounds.AT))
    assert isinstance(one, Finding)
    assert one.level is Level.UNKNOWN
    assert "验证码" in str(one)


STEPS = (
    Step("open", "get", "/login", text="登录", extract=(("token", 'v="(.*?)"'),)),
    Step("log in", "post", "/login", (("name", "planted-4"), ("token", "{token}")), absent="错误", seconds=5),
)
ORDER = Target("order", "function", "https://app.example", platform="transaction", steps=STEPS, confirmed_by="李主任")


def to(address: str, platform: str, **access: object) -> Target:
    return Target("t", "function", address, platform=platform, ways={"http": Access(**access)})  # type: ignore[arg-type]  # fields of Access


def test_each_ask_is_said_with_its_real_address_port_path_and_method() -> None:
    assert sent(Http(), to("https://app.example/a?b=1", "http")) == "GET https://app.example:443/a?b=1 (<= 3x)"
    assert sent(Http("/api", more=("/x",)), to("http://mq:15672", "rabbitmq", credential="mon")).splitlines() == [
        "GET http://mq:15672/api [credential: mon] (<= 3x)",
        "GET http://mq:15672/x [credential: mon] (<= 3x)",
    ]
    assert sent(Tls(), to("https://app.example", "http")).splitlines() == [
        "TLS handshake app.example:443",
        "TLS handshake app.example:443 (TLS 1.0-1.1)",
    ]
    assert "STARTTLS" in sent(Tls(), to("tls://mx.example:25?starttls=smtp", "tls"))
    assert sent(Tls(), to("http://app.example", "http")) == "- (http: no TLS)"
    assert sent(Tcp(), to("tcp://mq.example:5672", "tcp")) == "TCP connect mq.example:5672 (<= 3x)"
    redis = Target("r", "function", "redis://r.example", platform="redis", ways={"redis": Access(credential="cache")})
    assert sent(Tcp("INFO"), redis).splitlines() == [
        "TCP connect r.example:6379 (<= 3x)", "> AUTH [credential: cache]", "> INFO",
    ]  # fmt: skip
    bmc = Target("b", "bmc", "192.0.2.4", platform="bmc", ways={"redfish": Access(credential="c")})
    assert sent(Tree("/redfish/v1/", ("Systems", "Chassis"), most=9), bmc).splitlines() == [
        "GET https://192.0.2.4:443/redfish/v1/",
        "GET https://192.0.2.4:443{@odata.id} [credential: c] (<= 9): Systems Chassis",
    ]
    assert sent(Tcp(), to("tcp://[bad", "tcp")) == "Tcp tcp://[bad"


def test_every_step_of_a_transaction_is_said_and_no_value_of_a_form() -> None:
    said = sent(Transact(), ORDER)
    assert said.splitlines() == [
        'GET https://app.example:443/login => HTTP 2xx, /登录/, token = /v="(.*?)"/',
        "POST https://app.example:443/login form: name, token => HTTP 2xx, no /错误/, <= 5 s",
        "confirmed-by: 李主任",
    ]
    assert "planted-4" not in said
    assert not writes(replace(ORDER, steps=STEPS[:1]))


def test_what_a_run_writes_down_is_what_the_plan_said() -> None:
    for target in (ORDER, to("https://app.example", "http")):
        for row in asks_of(target.platform, checks_for(target.platform), values_of(Site()), None, target):
            ask = Transact() if row.id == "function.transaction" else Http() if row.id == "function.page" else Tls()
            assert row.command == command_of(Question(row.id, ask), target)
    assert command_of(Question("x", Shell("df")), ORDER) == "df"


PLAN = """
targets:
  - {id: page, kind: function, address: "https://app.example/x"}
  - {id: bmc1, kind: bmc, address: 192.0.2.4}
  - {id: here, kind: local}
  - id: order
    kind: function
    address: "https://app.example"
    writes: {confirmed-by: 李主任}
    steps: [{post: /save, form: {name: planted-5}}]
"""


def test_a_plan_says_of_each_kind_what_is_done_there(tmp_path: Path) -> None:
    (tmp_path / "xunjian.yaml").write_text(PLAN, encoding="utf-8")
    by = {
        one: xunjian("plan", "--full", "-t", one, "--lang", "zh-CN", folder=tmp_path).out
        for one in ("page", "bmc1", "here", "order")
    }
    assert [one for one, said in by.items() if "私有临时目录" in said] == ["here"]
    assert "    GET https://app.example:443/x (<= 3x)" in by["page"]
    assert "    TLS handshake app.example:443" in by["page"]
    assert "GET https://192.0.2.4:443/redfish/v1/" in by["bmc1"]
    assert "只用 GET" in by["bmc1"]
    assert "POST https://app.example:443/save form: name => HTTP 2xx" in by["order"]
    assert by["order"].count("李主任") > 1
    assert "planted-5" not in by["order"]
    [plan] = xunjian("plan", "-t", "order", "--output", "json", folder=tmp_path).json()
    assert {"target", "address", "kind", "way", "jump", "sudo", "seconds_at_most", "asks"} <= set(plan)
    assert (plan["way"], plan["writes_confirmed_by"]) == ("transaction", "李主任")


def test_chapter_one_names_the_transaction_that_wrote_and_who_confirmed_it() -> None:
    plain = rounds.sample()
    assert "本次巡检全程只读：" in words(build(plain, rounds.site(), "zh_CN"), "overview").partition("\n")[0]
    first, *rest = plain.inspection.targets
    wrote = replace(first, transport={"writes_confirmed_by": "李主任"})
    document = build(replace(plain, inspection=replace(plain.inspection, targets=(wrote, *rest))), rounds.site(), "zh_CN")
    said = words(document, "overview").partition("\n")[0]
    assert said.startswith(f"除 {first.target} 的业务验证会提交测试数据（确认人：李主任）外")
    assert "不在巡检对象上遗留任何文件" not in said
