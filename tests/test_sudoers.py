"""The printed sudoers file: it parses, allows nothing that writes, and gives an account without rights root's verdicts."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.catalogue import CHECKS, COLLECTORS, checks_for, collectors_for
from agent.gather import Gathering
from agent.judging import judge
from agent.planning import asks_of
from agent.rights.occurrences import Variable, occurrences
from agent.rights.patterns import CHOICES, NEVER, escaped, name_of, patterns
from agent.rights.sudoers import Rights, asks_for_root, commands_of, places_here, rights_of
from agent.rights.written import sudoers_text
from checks.base import AnyCheck, Finding, Scene
from collectors.base import LINUX
from collectors.sessions.frames import answers
from tests.peers.namespaces import NOBODY, in_namespace, needs_root, nonce_of
from tests.test_run_same import CLUSTERS

needs_sudo = pytest.mark.skipif(not shutil.which("visudo"), reason="no sudo: the sudoers file was not verified")
SEARCH = "/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin"
ROOT_TEXTS = {ask: texts for ask, texts, _root in asks_for_root(COLLECTORS)}
ALL = rights_of(COLLECTORS, {})
RULES = sorted({rule for one in ALL.allowed for rule in one.rules})


# --- reading our own asks


def texts(command: str) -> list[str]:
    return [one.text for one in occurrences(command)]


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("$S ss -lntup", ["ss -lntup"]),
        ('v=$($S cat "$d/x" 2>&1); echo $v', ["cat $d/x"]),
        ("( $S a; $S b ) | $S c && $S d || $S e & { $S f; }", ["a", "b", "c", "d", "e", "f"]),
        ("awk '{ print $S x }' y; $S id", ["id"]),
        ("# $S nothing\n$S id # $S nothing\n", ["id"]),
        ('echo "$($S id -u "$(echo "a b")" x)"', ['id -u $(echo "a b") x']),
        ("$S wc -c <\"$f\" 2>/dev/null >$x || $S wc -c 'a b'", ["wc -c", "wc -c a b"]),
        ("$S stat -c '%s %n' \\\n  /a /b", ["stat -c %s %n /a /b"]),
        ('case $x in a) $S one ;; *) $S two "$@" ;; esac', ["one", "two $@"]),
        ("$S ls /var/*/x \\*", ["ls /var/*/x *"]),
        ("echo $SHELL ${S} $S; $Sx y", []),
    ],
)
def test_a_command_behind_the_mark_is_read_as_the_shell_reads_it(command: str, found: list[str]) -> None:
    assert texts(command) == found


def test_a_glob_is_a_variable_and_a_quoted_star_is_none() -> None:
    (one,) = occurrences("$S ls /var/*/x '*'")
    assert one.words[1] == ("/var/", Variable("*"), "/x")
    assert one.words[2] == ("*",)


@pytest.mark.parametrize("ask", ROOT_TEXTS)
def test_every_mark_of_the_catalogue_is_read_or_stands_in_quotes(ask: str) -> None:
    """Held against the shell itself: it runs nothing, and lists by ``-v`` nothing, but it must accept the text."""
    for text in ROOT_TEXTS[ask]:
        assert subprocess.run(["/bin/sh", "-n", "-c", text], check=False).returncode == 0
        marks = re.findall(r"\$S[ \t]+(\S+)", text)
        read = [one.text.split(" ", 1)[0] for one in occurrences(text)]
        assert {word.strip("\"'") for word in marks} == set(read)


@given(st.lists(st.text(st.sampled_from("ab \t'\"$(){};|&\n#\\=-/*")), max_size=8))
def test_no_text_makes_the_reader_fail_or_hang(pieces: list[str]) -> None:
    text = "".join(pieces)
    if subprocess.run(["/bin/sh", "-n", "-c", text], check=False, capture_output=True).returncode == 0:
        assert all(one.words or not one.text for one in occurrences(text))


# --- what the rules allow


def test_no_rule_has_a_star_or_a_command_that_writes() -> None:
    assert RULES
    for rule in RULES:
        assert "*" not in rule, rule
        assert name_of(rule) not in NEVER, rule
        assert rule.startswith("/"), rule


def shell_words(rule: str) -> list[str]:
    """The words of a rule; no bracket of ours holds a blank."""
    return rule.split(" ")


EVIL = ("/etc/shadow", "-o", "--config", "..", "/", "--stop", "x y")


@pytest.mark.parametrize("evil", EVIL)
def test_no_rule_fits_one_word_more(evil: str) -> None:
    """Whatever is put between, before or behind the words of an allowed command, no rule fits it any more."""
    for one in ALL.allowed:
        for rule in one.rules[:40]:
            words = example(rule).split(" ")
            for place in range(1, len(words) + 1):
                more = " ".join([*words[:place], evil, *words[place:]])
                assert not any(fnmatchcase(more, other) for other in RULES), (rule, more)


def example(rule: str) -> str:
    """One command that a rule fits."""
    made = re.sub(
        r"\[(.)(?:[^]]*)\]", lambda found: "," if found[0] == "[+--]" else "=" if found[0] == "[<->]" else found[1], rule
    )
    return made.replace("?", "_").replace('""', "").strip()


@pytest.mark.parametrize(
    "path",
    ["/var/log/../../etc/shadow", "/var/log/messages /etc/shadow", "/var/log/messages.1/x", "/etc/ssh/ssh_host_rsa_key"],
)
def test_a_reader_reads_nothing_but_its_own_files(path: str) -> None:
    readers = [rule for rule in RULES if name_of(rule) in {"cat", "tail", "head", "wc", "gzip"}]
    assert readers
    for rule in readers:
        fixed = example(rule).rpartition(" ")[0]
        assert not any(fnmatchcase(f"{fixed} {path}", other) for other in RULES), rule


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_an_escaped_text_fits_itself_and_has_no_sign_of_sudoers(text: str) -> None:
    made = escaped(text)
    assert fnmatchcase(text, made)
    assert not set(re.sub(r"\[(\+--|<->|9-;)\]", "", made)) & set(",=:\\#!*[]\"'()|")


def test_what_varies_is_known_or_left_out() -> None:
    left = {one.ask for one in ALL.left_out}
    assert left | {one.ask for one in ALL.allowed} == set(ROOT_TEXTS)
    assert "linux.accounts.files" in left, "awk"
    assert "linux.system_logs.journal" in left, "any argument of journalctl"
    assert {"linux.smart", "linux.mdadm_details", "linux.volume_groups.lvm"}.isdisjoint(left)


def test_a_pattern_is_written_for_variables_that_are_asked() -> None:
    for ask, choices in CHOICES.items():
        used = {
            p.name
            for text in ROOT_TEXTS[ask]
            for one in occurrences(text)
            for w in one.words
            for p in w
            if isinstance(p, Variable)
        }
        assert {name for choice in choices for name in choice} <= used, ask


def test_an_ask_with_an_unknown_variable_has_no_rule() -> None:
    (one,) = occurrences('read x; $S cat "$x"')
    assert patterns("linux.no_such", 'read x; $S cat "$x"', one) is None
    (two,) = occurrences('for x in /a /b,c; do $S cat "$x"; done')
    assert patterns("linux.no_such", 'for x in /a /b,c; do $S cat "$x"; done', two) == ("cat /a", "cat /b[+--]c")


def test_a_program_that_others_can_replace_is_not_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "mdadm").write_text("#!/bin/sh\n")
    (tmp_path / "mdadm").chmod(0o777)
    assert places_here(["mdadm"], str(tmp_path)) == ({}, (str(tmp_path / "mdadm"),))


# --- the file


@needs_sudo
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("is_here", [True, False])
def test_visudo_accepts_it(language: str, *, is_here: bool, tmp_path: Path) -> None:
    file = tmp_path / "sudoers"
    file.write_text(sudoers_text(here()[0] if is_here else ALL, "inspect", language, is_here=is_here))
    file.chmod(0o440)
    said = subprocess.run(["visudo", "-c", "-f", str(file)], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, ""), said.stdout


def here(more: dict[str, str] | None = None) -> tuple[Rights, dict[str, str]]:
    places, _unsafe = places_here(commands_of(COLLECTORS), SEARCH)
    places |= more or {}
    rows = asks_of(LINUX, checks_for(LINUX), {})
    return rights_of(COLLECTORS, {row.id: row.checks for row in rows}, places), places


# --- root's verdicts

ROOT_ONLY = """#!/bin/sh
[ "$(id -u)" = 0 ] || { echo "  must be root" >&2; exit 5; }
case $0 in
  */pvs) echo "  /dev/sda3|rhel|a--|64420315136|4194304" ;;
  */vgs) echo "  rhel|wz--n-|64420315136|4194304|0" ;;
  */lvs) echo "  rhel|root|-wi-ao----|53687091200||||" ;;
esac
"""
TOOLS = ("pvs", "vgs", "lvs")


def prepared(folder: Path) -> tuple[str, dict[str, str]]:
    """A machine where much is root's: LVM tools, logs, crontabs, the settings of sshd. The commands that mount it."""
    tools, logs, spool = folder / "tools", folder / "logs", folder / "spool"
    for one in (tools, logs, spool / "crontabs"):
        one.mkdir(parents=True)
    for name in TOOLS:
        (tools / name).write_text(ROOT_ONLY)
        (tools / name).chmod(0o755)
    devices = folder / "devices"
    devices.write_text("Block devices:\n253 device-mapper\n")
    day = datetime.now(UTC).strftime("%b %e %H:%M:%S")
    (logs / "syslog").write_text(f"{day} db01 kernel: EXT4-fs error (device sda1): ext4_find_entry: reading directory\n")
    (logs / "auth.log").write_text(f"{day} db01 sshd[7]: Failed password for root from 192.0.2.7 port 22 ssh2\n" * 30)
    (spool / "crontabs" / "daemon").write_text("0 3 * * * /opt/backup/run.sh\n")
    for secret in (logs / "syslog", logs / "auth.log", spool / "crontabs" / "daemon"):
        secret.chmod(0o600)
    (spool / "crontabs").chmod(0o700)
    for one in (tools, logs, spool, devices):
        one.chmod(0o755)
    mounts = {tools: "/usr/local/sbin", devices: "/proc/devices", logs: "/var/log", spool: "/var/spool/cron"}
    made = "; ".join(f"mkdir -p {place} 2>/dev/null; mount --bind {one} {place}" for one, place in mounts.items())
    real = f"[ ! -e /usr/sbin/lvm ] || mount --bind {tools}/lvs /usr/sbin/lvm"
    return f"{made}; {real}", {name: f"/usr/local/sbin/{name}" for name in TOOLS if not Path(f"/usr/sbin/{name}").exists()}


def verdicts(prepare: str, checks: Iterable[AnyCheck], *, sudo: bool, drop: str) -> dict[tuple[str, str], str]:
    chosen = tuple(checks)
    gathering = Gathering(collectors_for(LINUX, chosen), {"log_days": "92"})
    for number in (1, 2, 3):
        questions = gathering.questions(number)
        if questions:
            said = in_namespace(prepare, questions, sudo=sudo, drop=drop)
            for question, reply in answers(questions, nonce_of(said), [said.encode(errors="surrogateescape")]):
                gathering.replies[question.id] = reply
    gathering.settle()
    findings, _exhibits = judge(chosen, gathering.outcomes, {}, Scene(at=datetime.now(UTC), timezone="Asia/Shanghai"))
    return {(f.check, f.subject): f.level.value for f in findings if isinstance(f, Finding)}


def wholly_allowed(rights: Rights) -> list[AnyCheck]:
    """The checks none of whose asks is left out."""
    left = {check for one in rights.left_out for check in one.checks}
    allowed = {check for one in rights.allowed for check in one.checks}
    return [check for check in CHECKS if check.id in allowed - left - set(CLUSTERS)]


@pytest.mark.peer
@needs_root
@needs_sudo
def test_with_exactly_this_file_an_account_without_rights_gets_roots_verdicts(tmp_path: Path) -> None:
    prepare, tools = prepared(tmp_path)
    rights, _places = here(tools)
    log, file = tmp_path / "log", tmp_path / "sudoers"
    log.touch()
    file.write_text(
        f"Defaults !syslog, logfile={log}\nroot ALL=(ALL) ALL\n" + sudoers_text(rights, "nobody", "en", is_here=True)
    )
    file.chmod(0o440)
    allowed = f"{prepare}; mount --bind {shlex.quote(str(file))} /etc/sudoers"
    checks = wholly_allowed(rights)
    assert {"server.lvm", "server.login_failures", "server.scheduled_jobs", "server.kernel_log"} <= {
        one.id for one in checks
    }
    root = verdicts(prepare, checks, sudo=False, drop="")
    without = verdicts(prepare, checks, sudo=False, drop=NOBODY)
    with_file = verdicts(allowed, checks, sudo=True, drop=NOBODY)
    assert with_file == root
    assert without != root, "nothing here needed root"
    assert not [line for line in log.read_text().splitlines() if "not allowed" in line or "password is required" in line]
