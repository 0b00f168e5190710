"""The approval form: what it lists is what is sent; a run that is held to the list sends nothing else."""

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.approval import approval_of, list_of, planned
from agent.approval_others import others_of
from agent.approved import ApprovedAsk, ApprovedSession, ListError, ask_of, read_list, route_of
from agent.catalogue import Scope
from agent.components import components, program
from agent.expected import Wanted
from agent.inspection import inspect_all
from agent.planning import is_sent
from agent.store.open import open_store
from checks.base import Level
from checks.result import Inspection
from collectors.base import Question, Reason, SessionError, Shell, Snmp
from collectors.linux.own_account import OWN_ACCOUNT_LINUX
from collectors.network.device import DEVICE_SNMP
from collectors.sessions.base import Budget, Session
from collectors.sessions.local import LocalSession
from collectors.sessions.snmp.ber import oid_octets
from collectors.sessions.snmp.hello import FIRST
from config.site import Access, Credential, Site, SnmpAccess, SqlAccess, SshAccess, Target
from config.text import render
from reports.documents.approval.document import build
from reports.documents.approval.matter import Approval
from reports.render import render as draw
from tests.program import configuration, xunjian

LOCAL = Site()
BOTH = tuple(Scope)
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
QUICK = Wanted((), ("server.filesystem_usage", "server.md_raid", "server.lvm", "server.ntp*", "server.bonding"))


class Recording:
    """The local session, remembering what it was really handed."""

    def __init__(self) -> None:
        self._session = LocalSession(Budget())
        self.sent: list[Question] = []
        self.transport = self._session.transport
        self.connect = self._session.connect
        self.close = self._session.close

    @property
    def costs(self) -> Sequence[Any]:
        return self._session.costs

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        self.sent += questions
        yield from self._session.ask(questions)


def list_file(folder: Path, site: Site = LOCAL, scopes: Sequence[Scope] = BOTH, without: str = "") -> Path:
    made = json.loads(list_of(site, planned(site, (), scopes), "N", "0"))
    for target in made["targets"]:
        target["asks"] = [one for one in target["asks"] if without not in one["asks"]]
    path = folder / "list.json"
    path.write_text(json.dumps(made))
    return path


def inspected(folder: Path, session: Session, wanted: Wanted, approved: Path, site: Site = LOCAL) -> Inspection:
    def opener(_target: Target) -> Callable[[], Session]:
        return lambda: session

    with open_store(folder / "s.db") as store:
        for name, _result in inspect_all(site, store, wanted, read_list(approved).guarding(opener)):
            inspection = name
        return store.load(inspection)


@pytest.mark.parametrize("scope", BOTH)
def test_what_the_form_lists_and_what_a_recorded_run_sent_are_equal(tmp_path: Path, scope: Scope) -> None:
    listed = planned(LOCAL, (), (scope,))["local"]
    session = Recording()
    result = inspected(tmp_path, session, Wanted(scope=scope), list_file(tmp_path, scopes=(scope,))).targets[0]
    target = LOCAL.targets[0]
    sent = {ask_of(one, target) for one in session.sent if is_sent(one.ask, target)}
    by_what = {(one.digest, one.sent, one.values) for one in sent}
    in_list = {(one.entry.digest, one.entry.sent, one.entry.values): one for one in listed}
    assert by_what <= set(in_list), "nothing was sent that the form does not list"
    unsent = [one for key, one in in_list.items() if key not in by_what]
    assert all(row.round > 1 for one in unsent for row in one.rows), "only follow-ups, which had no item, were not sent"
    recorded = {one.ask_digest for one in result.asked if not one.command.startswith("recall")}
    assert recorded == {one.digest for one in sent}
    assert not [one for one in result.asked if one.state == Reason.NOT_ASKED.value]


def test_what_is_not_in_the_list_is_not_sent_and_its_checks_are_unknown_with_the_reason(tmp_path: Path) -> None:
    session = Recording()
    approved = list_file(tmp_path, without="linux.filesystems.df")
    result = inspected(tmp_path, session, QUICK, approved).targets[0]
    assert "linux.filesystems.df" not in {one.id for one in session.sent}
    assert session.sent
    usage = [f for f in result.findings if f.check == "server.filesystem_usage"]
    assert {f.level for f in usage} == {Level.UNKNOWN}
    assert {f.reason for f in usage} == {Reason.NOT_ASKED.value}
    refused = [one for one in result.asked if one.state == Reason.NOT_ASKED.value]
    assert [one.id for one in refused] == ["linux.filesystems.df"]
    assert "approved list" in str(refused[0].unseen.detail if refused[0].unseen else "")
    assert result.transport["approved_list"] == read_list(approved).digest
    others = [f for f in result.findings if f.check != "server.filesystem_usage"]
    assert [f for f in others if f.level is not Level.UNKNOWN]


def test_a_target_that_is_not_in_the_list_is_not_even_connected_to(tmp_path: Path) -> None:
    session = Recording()
    site = replace(LOCAL, targets=(replace(LOCAL.targets[0], id="other"),))
    result = inspected(tmp_path, session, QUICK, list_file(tmp_path), site).targets[0]
    assert session.sent == []
    assert {f.level for f in result.findings} == {Level.UNKNOWN}
    assert {f.reason for f in result.findings} == {Reason.NOT_ASKED.value}


@pytest.mark.parametrize(
    "changed",
    [
        {"address": "192.0.2.9"},
        {"ssh": SshAccess(credential="c", sudo=True)},
        {"ssh": SshAccess(credential="c", jump="x")},
        {"platform": "other"},
    ],
)
def test_a_target_that_is_reached_another_way_than_approved_is_not_connected_to(tmp_path: Path, changed: Any) -> None:  # noqa: ANN401 - fields of a target
    target = Target("app", address="192.0.2.1", ssh=SshAccess(credential="c"))
    site = Site(targets=(target,), credentials={"c": Credential("c", "inspect")})
    approved = read_list(list_file(tmp_path, site))
    assert approved.has(target)
    assert not approved.has(replace(target, **changed))


def asked(command: str, seconds: int = 10, kib: int = 128, samples: int = 1) -> ApprovedAsk:
    return ask_of(Question("x", Shell(command, seconds=seconds, kib=kib, samples=samples)), LOCAL.targets[0])


def test_an_ask_covers_itself_within_its_bounds_and_nothing_else() -> None:
    approved = asked("uptime", seconds=10, kib=8)
    assert approved.covers(asked("uptime", seconds=10, kib=8))
    assert approved.covers(asked("uptime", seconds=9, kib=8))
    assert not approved.covers(asked("uptime", seconds=11, kib=8))
    assert not approved.covers(asked("uptime", seconds=10, kib=9))
    assert not approved.covers(asked("uptime", samples=2))
    assert not approved.covers(asked("uptime "))
    most = ask_of(Question("x", Shell("uptime"), most=3), LOCAL.targets[0])
    assert not most.covers(ask_of(Question("x", Shell("uptime"), most=4), LOCAL.targets[0]))


def test_a_value_of_the_configuration_is_approved_with_its_ask() -> None:
    listed = planned(LOCAL, (), BOTH)["local"]
    with_values = [one for one in listed if one.entry.values]
    assert with_values, "the plan has asks with values of the configuration"
    first = with_values[0].entry
    assert not first.covers(replace(first, values=tuple((name, value + "x") for name, value in first.values)))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"form": 1}', b'{"form": 9, "targets": []}', b"\xff", b'{"form":1,"targets":[{}]}']
)
def test_a_file_that_is_no_list_refuses_the_run(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(body)
    with pytest.raises(ListError):
        read_list(path)


def test_a_run_with_a_list_that_is_none_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    done = xunjian("run", "--approved", "x.json", "--store", "s.db", folder=tmp_path)
    assert done.code == 65
    assert "no list of approved asks" in done.err
    assert xunjian("run", "--approved", "none.json", "--store", "s.db", folder=tmp_path).code == 66


@pytest.mark.parametrize(
    ("lang", "title"), [("zh-CN", "运维工具使用审批表"), ("en", "Approval of the use of a maintenance tool")]
)
def test_the_command_writes_every_form_and_the_list_that_a_run_takes(tmp_path: Path, lang: str, title: str) -> None:
    done = xunjian("--lang", lang, "report", "approval", "--lang", lang, "--out", "o", folder=tmp_path)
    assert done.code == 0, done.err
    made = {Path(line).name.rpartition(".")[2]: tmp_path / line for line in done.out.split()}
    paths = [tmp_path / line for line in done.out.split()]
    assert [path.suffix for path in paths] == [".docx", ".pdf", ".html", ".xlsx", ".json", ".json"]
    assert title in made["html"].read_text()
    with zipfile.ZipFile(made["docx"]) as archive:
        assert title in archive.read("word/document.xml").decode()
    data, listed = json.loads(paths[4].read_text()), json.loads(paths[5].read_text())
    assert {one["digest"] for one in data["asks"]} == {a["digest"] for a in listed["targets"][0]["asks"]}
    run = xunjian(
        "run",
        "--approved",
        str(paths[5]),
        "--only",
        "server.filesystem_usage",
        "--output",
        "json",
        "--store",
        "s.db",
        folder=tmp_path,
    )
    assert not [f for f in run.findings() if f["level"] == "unknown"], run.err


def test_the_form_lists_the_very_asks_that_plan_prints(tmp_path: Path) -> None:
    listed = {name for one in planned(LOCAL, (), BOTH)["local"] for name in one.ids}
    plans = [xunjian("plan", *more, "--output", "json", folder=tmp_path).json() for more in ((), ("--security",))]
    assert listed == {ask["id"] for plan in plans for one in plan for ask in one["asks"]}


def fleet() -> Site:
    return Site(
        customer="Customer",
        targets=(
            Target("app", address="192.0.2.1", ssh=SshAccess(credential="c", port=2222, sudo=True, jump="gate")),
            Target("gate", address="192.0.2.2", ssh=SshAccess(credential="c")),
            Target("bmc", kind="bmc", address="192.0.2.3", platform="bmc", ways={"redfish": Access(credential="b")}),
            Target(
                "pg", kind="postgres", address="192.0.2.4", platform="postgres", sql=SqlAccess(credential="d", port=5433)
            ),
        ),
        credentials={
            "c": Credential("c", "inspect", password="${env:SSH_PASSWORD}"),
            "b": Credential("b", "oper", password="${env:BMC_PASSWORD}"),
            "d": Credential("d", "reader", password="${env:PG_PASSWORD}"),
        },
    )


def form(site: Site, language: str = "zh_CN") -> Approval:
    asks = planned(site, (), BOTH)
    listed = ("x.list.json", list_of(site, asks, "N", "0"))
    return approval_of(
        site, asks, BOTH, number="N", listed=listed, made_at=NOW, language=language, version="0", store="/x/s.db"
    )


def test_the_form_of_a_fleet_names_accounts_ports_and_rights_and_no_secret() -> None:
    made = form(fleet())
    routes = {(one.target, one.destination, one.port) for one in made.routes}
    assert routes >= {
        ("gate", "192.0.2.2", "22"),
        ("app", "192.0.2.1", "2222"),
        ("bmc", "192.0.2.3", "443"),
        ("pg", "192.0.2.4", "5433"),
    }
    assert {(one.target, one.user) for one in made.accounts} == {
        ("app", "inspect"),
        ("gate", "inspect"),
        ("bmc", "oper"),
        ("pg", "reader"),
    }
    assert set(made.scripts) == {"/etc/sudoers.d/xunjian", "postgres"}
    page = draw(build(made), "html").decode()
    assert "_PASSWORD}" not in page
    assert "${env" not in page
    for command in ("/proc/mdstat", "/redfish/v1", "pg_stat"):
        assert command in page, command


def test_every_ask_of_the_form_says_what_it_is_for_in_chinese() -> None:
    site = fleet()
    asks = planned(site, (), (Scope.INSPECTION,))
    made = approval_of(
        site, asks, BOTH, number="N", listed=("l", b""), made_at=NOW, language="zh_CN", version="0", store="s"
    )
    for ask in (ask for one in made.listings for ask in one.asks):
        words = draw_purpose(ask.purpose)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in words), (ask.ids, words)


def draw_purpose(purpose: Sequence[Any]) -> str:
    return "".join(render(one, "zh_CN") for one in purpose)


def test_the_checksum_is_of_the_files_and_changes_with_one_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program() == program()
    (tmp_path / "a.py").write_text("1")
    monkeypatch.setattr("agent.components.files", lambda _package: tmp_path)
    before = program()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert program() == before
    (tmp_path / "a.py").write_text("2")
    assert program().digest != before.digest


def test_the_components_are_what_we_need_and_what_that_needs_with_version_and_licence() -> None:
    found = {one.name.lower(): one for one in components()}
    assert {"click", "paramiko", "sqlalchemy", "bcrypt"} <= set(found)
    assert "pytest" not in found
    assert all(one.version for one in found.values())
    assert found["click"].licence


def test_a_session_that_is_held_to_a_list_passes_on_its_way(tmp_path: Path) -> None:
    session = Recording()
    held = ApprovedSession(session, LOCAL.targets[0], read_list(list_file(tmp_path)))
    held.connect()
    stranger = Question("x", Shell("echo stranger"))
    assert [(one.id, type(reply)) for one, reply in held.ask([stranger])] == [("x", SessionError)]
    assert session.sent == []
    held.close()


def test_the_route_holds_what_an_approver_reads() -> None:
    assert route_of(fleet().targets[0]) == {
        "kind": "linux", "platform": "linux", "address": "192.0.2.1", "jump": "gate", "sudo": "yes",
    }  # fmt: skip


def test_a_site_without_a_fitting_target_says_so(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    done = xunjian("report", "approval", "--target", "nobody", folder=tmp_path)
    assert done.code == 64
    assert "No target fits" in done.err


def test_a_check_of_the_operators_own_stands_in_the_form_with_its_title(tmp_path: Path) -> None:
    own = (
        "custom_checks:\n- id: site.mine\n  title: 我的检查\n  ask: cat /etc/queue\n  targets: [here]\n  column: 1\n"
        "  warn_above: 1\n"
    )
    (tmp_path / "xunjian.yaml").write_text(f"targets: [{{id: here, kind: local}}]\n{own}")
    done = xunjian("report", "approval", "--form", "json", "--scope", "inspection", folder=tmp_path)
    assert done.code == 0, done.err
    asks = json.loads((tmp_path / done.out.split()[0]).read_text())["asks"]
    assert ["我的检查"] in [one["purpose"] for one in asks if "cat /etc/queue" in one["command"]]


# --- what other commands send


def test_the_form_tells_what_doctor_the_kit_and_the_discovery_send() -> None:
    switch = Target("sw1", "network", "10.0.0.9", platform="h3c", snmp=SnmpAccess(credential="snmp"))
    others = {one.command: one for one in others_of((Target("a", "linux", "10.0.0.8"), switch))}
    assert list(others) == ["xunjian doctor", "xunjian kit", "xunjian targets discover"]
    ask = OWN_ACCOUNT_LINUX.ask
    assert isinstance(ask, Shell)
    assert others["xunjian doctor"].text == ask.command.strip()
    assert not others["xunjian kit"].text
    assert [one.command for one in others_of((switch,))] == ["xunjian targets discover"]


def test_what_the_form_says_of_a_discovery_is_what_is_sent() -> None:
    switch = Target("sw1", "network", "10.0.0.9", platform="h3c", snmp=SnmpAccess(credential="snmp"))
    (one,) = others_of((switch,))
    told = {line.partition(":")[0]: line for line in one.text.splitlines()}
    for version, asked in FIRST.items():
        assert [oid_octets(word) for word in told[f"SNMPv{version}"].split(" ") if word.startswith("1.3.")] == list(asked)
    assert isinstance(DEVICE_SNMP.ask, Snmp)
    assert told[next(reversed(told))].split(" ")[1:] == list(DEVICE_SNMP.ask.parts[0].scalars)


def test_the_form_is_entered_in_the_register_where_there_is_a_store(tmp_path: Path) -> None:
    configuration(tmp_path, [{"id": "here", "kind": "local"}])
    words = ("report", "approval", "--scope", "inspection", "--form", "html", "--store", "s.db")
    first = xunjian(*words, folder=tmp_path)
    assert first.code == 0, first.err
    assert "no store yet" in first.err
    with open_store(str(tmp_path / "s.db")):
        pass
    second = xunjian(*words, folder=tmp_path)
    number = Path(second.out.splitlines()[0]).stem
    shown = json.loads(xunjian("documents", "list", "--store", "s.db", "--output", "json", folder=tmp_path).out)
    assert [(one["number"], one["kind"]) for one in shown["documents"]] == [(number, "approval")]
    assert sorted(shown["documents"][0]["files"]) == [f"{number}.html", f"{number}.list.json"]
