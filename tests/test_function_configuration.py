"""Functions in xunjian.yaml: the example, transactions and their rules, what is opened and planned."""

import textwrap
from pathlib import Path

import pytest

from agent.catalogue import CHECKS, checks_for
from agent.expected import Wanted, is_askable, targets_of, unasked_of, values_of
from agent.planning import asks_of
from collectors.linux.required_processes import PATTERNS
from config.load import load
from config.problems import ConfigError
from config.site import Site, Target

EXAMPLE = Path(__file__).parents[1] / "config" / "examples" / "functions.yaml"
KNOWN = {check.id: check.limits for check in CHECKS}


def loaded(folder: Path, text: str) -> Site:
    path = folder / "xunjian.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return load(path, KNOWN)


def test_the_example_loads_and_each_of_its_targets_is_askable() -> None:
    site = load(EXAMPLE, KNOWN)
    platforms = {target.id: target.platform for target in site.targets}
    assert platforms == {
        "门户": "http",
        "门户-节点1": "http",
        "邮件证书": "tls",
        "接口端口": "tcp",
        "缓存": "redis",
        "消息队列": "rabbitmq",
        "协调服务": "zookeeper",
        "缓存哨兵": "redis",
        "应用服务": "tomcat",
        "中间件": "weblogic",
        "工单查询": "transaction",
    }
    assert targets_of(site, Wanted()) == site.targets
    assert [step.name for step in site.targets[-1].steps] == ["打开登录页", "登录", "查询工单"]
    assert values_of(site, "app01")[PATTERNS] == "-Dcatalina.base=/opt/tomcat "


@pytest.mark.parametrize(
    "platform", ["http", "tls", "tcp", "redis", "rabbitmq", "zookeeper", "tomcat", "weblogic", "transaction"]
)
def test_what_a_function_is_asked_can_be_planned(platform: str) -> None:
    asks = asks_of(platform, checks_for(platform), {})
    assert asks
    assert all(one.checks and one.command and one.seconds for one in asks)


def test_a_function_that_no_check_answers_counts_as_not_inspected() -> None:
    strange = Target(id="x", kind="function", platform="ftp", address="tcp://x:21")
    assert not is_askable(strange)
    assert unasked_of(Site(targets=(strange,)), Wanted()) == (strange,)


STEPS = """
    credentials: {{t: {{user: u, password: "${{env:P}}"}}}}
    targets:
      - id: f
        kind: function
        address: "https://app.example"
        access: {{http: {{credential: t}}}}
        {writes}
        steps:
          - {step}
"""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{post: /login, form: {a: b}}", "a step that posts, and nobody who confirmed it"),
        ("{get: login}", "“login”"),
        ("{get: //evil.example/}", "“//evil.example/”"),
        ("{get: /a, form: {a: b}}", "a form that is not posted"),
        ('{get: "/a?x={nothing}"}', "“{nothing}”"),
        ('{get: "/a?x={password}"}', "a password in a path"),
        ("{get: /a, post: /b}", "a step that does"),
        ("{name: empty}", "a step that does"),
        ('{get: /a, expect: {text: "("}}', "“(”"),
        ("{get: /a, extract: {token: abc}}", "“abc”"),
    ],
)
def test_a_step_that_does_not_fit_is_a_configuration_error(tmp_path: Path, step: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, STEPS.format(step=step, writes=""))
    assert any(said in line for line in caught.value.render("en"))
    assert caught.value.render("zh_CN")


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    step, writes = "{post: /login, form: {password: planted-3}}", "writes: {confirmed-by: 李主任}"
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, STEPS.format(step=step, writes=writes))
    assert "planted-3" not in "".join(caught.value.render("en"))


def test_a_transaction_that_writes_needs_a_name(tmp_path: Path) -> None:
    step = '{post: /login, form: {name: "{user}", password: "{password}"}}'
    site = loaded(tmp_path, STEPS.format(step=step, writes="writes: {confirmed-by: 李主任}"))
    assert (site.targets[0].confirmed_by, site.targets[0].platform) == ("李主任", "transaction")


def test_two_steps_of_one_name_are_refused(tmp_path: Path) -> None:
    text = STEPS.format(step="{name: a, get: /a}\n          - {name: a, get: /b}", writes="")
    with pytest.raises(ConfigError):
        loaded(tmp_path, text)
