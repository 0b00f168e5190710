"""The small judgements of a command line session: what only shows, what refuses, what waits, what the screen shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import COLLECTORS
from collectors.base import Cli, Collector, Reason
from collectors.sessions.cli import families, prompts
from collectors.sessions.cli.commands import is_own, is_read_only
from collectors.sessions.cli.line import Line
from collectors.sessions.cli.prompts import Prompt
from collectors.sessions.cli.refusals import refusal
from collectors.sessions.cli.screen import shown, words_of
from collectors.sessions.cli.talking import without_echo
from config.kinds import FAMILIES
from tests.peers.cli_devices import IOS_VERSION, VRP_VERSION

ASKS = [(one.id, one.ask) for one in COLLECTORS if isinstance(one, Collector) and isinstance(one.ask, Cli)]


def test_every_command_of_the_catalogue_only_shows() -> None:
    assert [(name, ask.command) for name, ask in ASKS if not is_read_only(ask.command)] == []
    assert [(name, ask.families) for name, ask in ASKS if not set(ask.families) <= set(FAMILIES)] == []


@pytest.mark.parametrize(
    "command",
    [
        "display version",
        "show running-config | include ^ntp",
        "show interfaces | json",
        "show configuration | display xml | no-more",
        "get system status",
        "diagnose sys ha checksum show",
        "execute sensor list",
        "dir flash:/",
    ],
)
def test_what_shows_may_be_sent(command: str) -> None:
    assert is_read_only(command)


@pytest.mark.parametrize(
    "command",
    [
        "",
        "display",
        "displayversion",
        "show run | redirect tftp://10.0.0.1/x",
        "show run | tee flash:x",
        "show run | append flash:x",
        "display current-configuration > a.txt",
        "show version\nreload",
        "show version; reload",
        "show version && reload",
        "show $(reload)",
        "show version | save x",
        "system-view",
        "configure terminal",
        "reset counters interface",
        "clear counters",
        "undo info-center enable",
        "diagnose sys kill 9 1",
        "diagnose debug enable",
        "execute reboot",
        "set cli screen-length 0",
        "get",
        "save",
        "debug all",
    ],
)
def test_what_does_more_may_not(command: str) -> None:
    assert not is_read_only(command)


def test_the_pagers_command_of_each_family_is_one_the_session_may_type() -> None:
    assert set(families.FAMILIES) == set(FAMILIES)
    for one in families.FAMILIES.values():
        assert not one.paging or is_own(one.paging)
        assert is_own(one.leave)
        assert is_read_only(one.shows)


def test_a_family_is_known_by_its_own_page() -> None:
    pages = {
        "huawei_vrp": VRP_VERSION,
        "hp_comware": "H3C Comware Software, Version 7.1.070, Release 6318\nH3C S5560X uptime is 0 weeks\n",
        "ruijie_os": "System description : Ruijie 10G Ethernet Switch (S6220) By Ruijie Networks\n",
        "zte_zxros": "ZXR10 5960 System, ZTE ZXR10 Software Version: 5900v3.00\n",
        "cisco_ios": IOS_VERSION,
        "cisco_xe": "Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], Catalyst L3 Switch\n",
        "cisco_nxos": "Cisco Nexus Operating System (NX-OS) Software\n",
        "cisco_asa": "Cisco Adaptive Security Appliance Software Version 9.12(4)\n",
        "juniper_junos": "Hostname: ex1\nModel: ex4300\nJunos: 18.4R2\n",
        "arista_eos": "Arista DCS-7050\nSoftware image version: 4.24\n",
        "hillstone_stoneos": "Hillstone Networks StoneOS software, Version 5.5\n",
        "fortinet": "Version: FortiGate-100E v6.4.5\n",
        "f5_tmsh": "Sys::Version\nMain Package\n  Product     BIG-IP\n",
    }
    assert {family: families.known_by(families.FAMILIES[family].shows, page) for family, page in pages.items()} == {
        family: family for family in FAMILIES
    }
    assert families.known_by("show version", "Linux 5.10\n") == ""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("         ^\nError: Unrecognized command found at '^' position.\n", Reason.NOT_OFFERED),
        ("           ^\n % Unrecognized command found at '^' position.\n", Reason.NOT_OFFERED),
        ("Error: Incomplete command found at '^' position.\n", Reason.NOT_OFFERED),
        ("Error: Wrong parameter found at '^' position.\n", Reason.NOT_OFFERED),
        ("% Invalid input detected at '^' marker.\n\n", Reason.NOT_OFFERED),
        ("% Incomplete command.\n", Reason.NOT_OFFERED),
        ('% Ambiguous command:  "show in"\n', Reason.NOT_OFFERED),
        ("% Unknown command or computer name, or unable to find computer address\n", Reason.NOT_OFFERED),
        ("                  ^\nsyntax error, expecting <command>.\n", Reason.NOT_OFFERED),
        ("unknown command.\n", Reason.NOT_OFFERED),
        ("command parse error before 'foo'\nCommand fail. Return code -61\n", Reason.NOT_OFFERED),
        ("%Error 20202: Unrecognized command\n", Reason.NOT_OFFERED),
        ("ERROR: % Invalid input detected at '^' marker.\n", Reason.NOT_OFFERED),
        ("^-----unrecognized keyword nonsense\n", Reason.NOT_OFFERED),
        ('Syntax Error: unexpected argument "foo"\n', Reason.NOT_OFFERED),
        ("错误：在'^'位置发现无法识别的命令。\n", Reason.NOT_OFFERED),
        ("% 无法识别的命令\n", Reason.NOT_OFFERED),
        ("Error: You do not have permission to run the command or the command is incomplete.\n", Reason.DENIED),
        ("Permission denied.\n", Reason.DENIED),
        ("% Permission denied for the role\n", Reason.DENIED),
        ("Command authorization failed.\n\n", Reason.DENIED),
        ("% Authorization failed.\n", Reason.DENIED),
        ("Error: Failed to pass the authorization.\nAuthorization failed\n", Reason.DENIED),
        ("% User doesn't have sufficient privilege to execute this command.\n", Reason.DENIED),
        ("% Invalid input (privileged mode required)\n", Reason.DENIED),
        ("错误：权限不足。\n", Reason.DENIED),
        ("用户没有执行该命令的权限\n", Reason.DENIED),
        ("Error: The system is busy, please try later.\n", Reason.FAILED),
    ],
)
def test_refusals(said: str, reason: Reason) -> None:
    found = refusal(said)
    assert found is not None
    assert found.reason is reason
    assert found.remedy is not None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "10:00:00\n",
        "Info: No VRRP group exists.\n",
        "% BGP not active\n",
        "Slot 1 CPU 0 CPU usage:\n       6% in last 5 seconds\n",
        "CRC: 0 packets, Error: 0\n",
        "".join(f"Nov {day} 10:00:00 SW1 login: Permission denied\n" for day in range(1, 9)),
        "Nov 1 10:00:00 SW1 %%01SHELL/5/CMD: Unrecognized command by wang\n",
    ],
)
def test_answers_that_speak_of_errors_are_answers(said: str) -> None:
    assert refusal(said) is None


def test_an_asks_own_refusals() -> None:
    found = refusal("Stack is not supported\n", more=r"^stack is not supported")
    assert found is not None
    assert found.reason is Reason.NOT_OFFERED


@pytest.mark.parametrize(
    ("tail", "of"),
    [
        ("<SW1>", "<SW1>"),
        ("HRP_S<FW1>", "HRP_M<FW1>"),
        ("R1# ", "R1#"),
        ("fw/sec/stby#", "fw/pri/act#"),
        (
            "root@(lb)(cfg-sync Changes Pending)(Standby)(/Common)(tmos)# ",
            "root@(lb)(cfg-sync In Sync)(Active)(/Common)(tmos)#",
        ),
        ("[*~SW1]", "[SW1]"),
    ],
)
def test_a_prompt_is_known_again_in_another_state(tail: str, of: str) -> None:
    assert prompts.may_be_prompt(tail)
    assert Prompt(of).fits(tail)
    assert not Prompt("<SW2>").fits(tail)


@pytest.mark.parametrize(
    "tail",
    [
        "Continue? [Y/N]:",
        "Are you sure? (y/n)",
        "Proceed [yes/no]: ",
        "Change now? [Y/N]: ",
        "[Y(yes)/N(no)/C(cancel)]:",
        "[Y/N/C]?",
    ],
)
def test_questions_are_no_prompts(tail: str) -> None:
    assert prompts.is_question(tail)
    assert not prompts.may_be_prompt(tail)


@pytest.mark.parametrize(
    "tail",
    [
        "  ---- More ----",
        " --More-- ",
        "--More--",
        "<--- More --->",
        "---(more 45%)---",
        "---(less 45%)---",
        "--More-- (q to quit)--",
    ],
)
def test_pagers_are_known(tail: str) -> None:
    assert prompts.is_more(tail)
    assert not prompts.may_be_prompt(tail)


@pytest.mark.parametrize("tail", ["more text", "one more line of the answer", "-- end --", "------------"])
def test_what_only_looks_like_a_pager(tail: str) -> None:
    assert not prompts.is_more(tail)


@pytest.mark.parametrize(
    ("tail", "key"), [("Press ENTER to get started.", "\n"), ("(Press 'a' to accept):", "a"), ("SW1#", "")]
)
def test_keys_that_are_wanted(tail: str, key: str) -> None:
    assert prompts.wants_key(tail) == key


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("a\r\nb\r\r\nc", "a\nb\nc"),
        ("abc\b\b\bx", "xbc"),
        ("abc\b \b\b \b", "a"),
        ("---- More ----\x1b[14D              \x1b[14Dtext", "text"),
        ("abc \x1b[1Dd", "abcd"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("progress 10%\rprogress 20%", "progress 20%"),
        ("abc\r\x1b[Kx", "x"),
        ("a\x1b[5Cb", "a     b"),
    ],
)
def test_the_screen(raw: str, seen: str) -> None:
    assert shown(raw) == seen


@given(st.text(alphabet="ab \b\r\x1b[0123456789DKCGm\n\x07]", max_size=200))
def test_any_painting_ends_and_leaves_no_code(raw: str) -> None:
    seen = shown(raw)
    assert seen.count("\n") == raw.count("\n")
    assert not any(sign in seen for sign in "\b\r\x07")


def test_words_of_both_encodings() -> None:
    assert words_of("核心".encode().decode("latin-1")) == "核心"
    assert words_of("核心".encode("gbk").decode("latin-1")) == "核心"


@pytest.mark.parametrize("echo", ["show clock", "SW1#show clock", "\nSW1#\nSW1# show clock", "show clo\nck"])
def test_the_echo_goes_and_nothing_else(echo: str) -> None:
    assert (
        without_echo(f"{echo}\nshow clock is 10:00\n\nSW1#\nSW1#", "show clock", Prompt("SW1#")) == "show clock is 10:00\n"
    )


def test_without_an_echo_the_answer_stays_whole() -> None:
    assert without_echo("10:00\nSW1#", "show clock", Prompt("SW1#")) == "10:00\n"


class _Flood:
    """A wire that never stops."""

    def send(self, s: bytes, /) -> int:
        return len(s)

    def recv(self, nbytes: int, /) -> bytes:
        return b"x" * nbytes

    def settimeout(self, timeout: float | None, /) -> None:
        pass

    def close(self) -> None:
        pass


def test_no_more_is_kept_than_asked() -> None:
    line = Line(_Flood(), lambda: None)
    line.clear(1000)
    for _turn in range(50):
        line.listen(0.1)
    assert line.count == 50 * 65536
    assert len(line.until(line.count)) == 1000
    assert line.dropped(line.count) == 50 * 65536 - 1000
    assert len(line.tail()) == 4096
