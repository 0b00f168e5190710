"""Rights by sudo, with the real one: what sudoers allows runs as root, the rest as the account, nothing is refused."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from agent.catalogue import CHECKS, collectors_for
from agent.gather import Gathering
from agent.outcomes import Missed, Outcome, Seen
from collectors.base import LINUX, Absent, Collector, Each, Listing, Question, Root, SessionError, Shell, Wired
from collectors.evidence import decode
from collectors.facts.volumes import VOLUME_GROUPS
from collectors.sessions.frames import answers
from collectors.sessions.script import harness
from tests.peers.namespaces import NOBODY, in_namespace, needs_root, nonce_of

pytestmark = [
    pytest.mark.peer,
    needs_root,
    pytest.mark.skipif(not shutil.which("sudo"), reason="no sudo: rights by sudo were not verified"),
]

SHELLS = ("dash", "bash", "bash --posix", "mksh", "busybox sh")
FREE = "nobody ALL=(ALL) NOPASSWD: "
LVM = FREE + ", ".join(f"{place}/{name}" for place in ("/usr/local/sbin", "/usr/sbin") for name in ("pvs", "vgs", "lvs"))


def sudoers(folder: Path, rules: str) -> tuple[str, Path]:
    """The commands that put these rules in place, and the file where sudo logs; what it mails goes there too."""
    log, mailer, file = folder / "log", folder / "mailer", folder / "sudoers"
    log.touch()
    mailer.write_text(f"#!/bin/sh\n{{ echo mailed; cat; }} >>{log}\n")
    mailer.chmod(0o755)
    file.write_text(
        f"Defaults !syslog, !pam_session, logfile={log}, mailerpath={mailer}, mailto=root, mail_no_perms, mail_no_user\n"
        f"root ALL=(ALL) ALL\n{rules}\n"
    )
    file.chmod(0o440)
    return f"mount --bind {file} /etc/sudoers", log


def told(said: str, questions: list[Question]) -> dict[str, list[tuple[str, bool]]]:
    """What each question's commands said, and whether they counted as root's."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for question, reply in answers(questions, nonce_of(said), [said.encode(errors="surrogateescape")]):
        assert isinstance(reply, bytes), reply
        found[question.id] = [(one.out.decode().strip(), one.is_privileged) for one in decode(reply)]
    return found


def refused(log: Path) -> list[str]:
    return [
        line for line in log.read_text().splitlines() if "not allowed" in line or "password" in line or "mailed" in line
    ]


# --- which command runs as whom

ID = "$S id -u"
RULES = {
    "all": ("ALL", "id -u", True),
    "nothing": ("/usr/bin/cat", "id -u", False),
    "the command": ("/usr/bin/id", "id -u", True),
    "by the other way to the same folder": ("/bin/id", "id -u", True),
    "where it is not": ("/opt/no/such/id", "id -u", False),
    "a path with a star": ("/usr/bin/i*", "id -u", True),
    "a folder with a star": ("/usr/*/id", "id -u", False),
    "a whole folder": ("/usr/bin/", "id -u", True),
    "another folder": ("/usr/sbin/", "id -u", False),
    "with these words": ("/usr/bin/id -u", "id -u", True),
    "with other words": ("/usr/bin/id -g", "id -u", False),
    "with words like these": ("/usr/bin/id -[gu]", "id -u", True),
    "with any words": ("/usr/bin/id *", "id -u", True),
    "any words may be none": ("/usr/bin/id *", "id", True),
    "without words": ('/usr/bin/id ""', "id", True),
    "only without words": ('/usr/bin/id ""', "id -u", False),
    "all but it": ("ALL, !/usr/bin/id", "id -u", False),
    "all but it with a star": ("ALL, !/usr/bin/i?", "id -u", False),
    "all but it with other words": ("ALL, !/usr/bin/id -g", "id -u", False),
    "all but another": ("ALL, !/usr/bin/cat", "id -u", True),
    "all but a folder": ("ALL, !/usr/sbin/", "id -u", False),
    "the later holds": ("!/usr/bin/id, /usr/bin/id", "id -u", True),
    "with a password": ("PASSWD: ALL, NOPASSWD: /usr/bin/cat", "id -u", False),
    "others with a password": ("PASSWD: ALL, NOPASSWD: /usr/bin/id", "id -u", True),
    "with a password at last": ("/usr/bin/id, PASSWD: ALL", "id -u", False),
    "named by its whole path": ("/usr/bin/id", "/usr/bin/id -u", True),
    "named by another path": ("/opt/id, /usr/bin/id", "/usr/local/bin/id -u 2>/dev/null || id -u", False),
    "with escaped words": ("/usr/bin/id -u\\,x, /usr/bin/cat", "id -u,x 2>/dev/null || id -u", False),
    "one that may start no other": ("NOEXEC: ALL", "find /root -maxdepth 0 -exec id -u \\;", False),
}


@pytest.mark.parametrize("name", RULES)
def test_a_command_runs_as_root_only_where_sudo_would_run_it(name: str, tmp_path: Path) -> None:
    rule, command, is_root = RULES[name]
    prepare, log = sudoers(tmp_path, FREE + rule)
    questions = [Question("x", Shell(f"$S {command}", root=Root.BETTER))]
    ((out, is_privileged),) = told(in_namespace(prepare, questions, sudo=True, drop=NOBODY), questions)["x"]
    assert is_privileged == is_root
    assert out.startswith(("uid=0(", "0")) == is_root, out
    assert not refused(log)


@pytest.mark.parametrize(
    ("rules", "sudo", "uid"),
    [
        ("nobody ALL=(ALL) NOPASSWD: ALL", False, "65534"),
        ("nobody ALL=(ALL) ALL", True, "65534"),
        ("", True, "65534"),
        ("nobody ALL=(daemon) NOPASSWD: ALL", True, "65534"),
        ("nobody ALL=(ALL, !root) NOPASSWD: ALL", True, "65534"),
        ("nobody ALL=(daemon, root) NOPASSWD: /usr/bin/id", True, "0"),
        ("nobody ALL=NOPASSWD: /usr/bin/id", True, "0"),
        (FREE + "/usr/bin/id\nnobody ALL=(daemon) /usr/bin/id", True, "0"),
        (FREE + "/usr/bin/id\nnobody ALL=(ALL, !daemon) /usr/bin/id", True, "65534"),
        ("Defaults:nobody !authenticate\nnobody ALL=(ALL) ALL", True, "0"),
        ("Defaults:nobody !authenticate\nnobody ALL=(ALL) /usr/bin/id, PASSWD: /usr/bin/cat", True, "0"),
        ("Defaults !authenticate\nDefaults:nobody authenticate\n" + FREE + "/usr/bin/cat, PASSWD: ALL", True, "65534"),
        ("Defaults runas_default=daemon\n" + FREE + "ALL", True, "65534"),
    ],
)
def test_whose_rights_and_whose_password_count(rules: str, uid: str, tmp_path: Path, *, sudo: bool) -> None:
    prepare, log = sudoers(tmp_path, rules)
    questions = [
        Question("better", Shell(ID, root=Root.BETTER)),
        Question("never", Shell('echo "S=$S"')),
    ]
    said = told(in_namespace(prepare, questions, sudo=sudo, drop=NOBODY), questions)
    assert said == {"better": [(uid, uid == "0")], "never": [("S=", False)]}
    assert "not allowed" not in log.read_text()


@pytest.mark.parametrize("shell", SHELLS)
def test_it_serves_wherever_a_command_can_stand(shell: str, tmp_path: Path) -> None:
    """In pipes, subshells, substitutions, functions and walks; a refused command answers as the account."""
    if not shutil.which(shell.split(maxsplit=1)[0]):
        pytest.skip(f"no {shell}: sudo under it was not verified")
    prepare, log = sudoers(tmp_path, FREE + "/usr/bin/id, /usr/bin/cat /etc/shadow")
    command = f"""
    {ID} | cat; ( {ID} ); v=$({ID}); echo "$v"; f() {{ $S "$@"; }}; f id -u; {{ {ID} 2>&1; }} | sed 's/$/!/'
    for x in a b; do {ID}; done | tr '\\n' ,; echo; $S cat /etc/shadow | wc -l | tr -d ' '
    printf 'in put' | $S id -u; true"""
    only = Shell(command, root=Root.BETTER)
    mixed = Shell(f"{ID}; $S cat /proc/self/status | grep -c '^Uid:.65534'; $S false || echo failed", root=Root.BETTER)
    walk = Each(Shell("echo =id; echo =tr"), Shell('$S "$1" --version | head -n 1', root=Root.BETTER))
    questions = [Question("only", only), Question("mixed", mixed), Question("none", Shell("id -u", root=Root.BETTER))]
    questions.append(Question("walk", walk))
    said = told(in_namespace(prepare, questions, sudo=True, drop=NOBODY, shell=shell), questions)
    lines = len(Path("/etc/shadow").read_text().splitlines())
    assert said["only"] == [(f"0\n0\n0\n0\n0!\n0,0,\n{lines}\n0", True)]
    assert said["mixed"] == [("0\n1\nfailed", False)]
    assert said["none"] == [("65534", False)]
    assert [is_privileged for _out, is_privileged in said["walk"]] == [False, True, False]
    assert not refused(log)


def test_what_the_account_may_not_end_it_asks_sudo_to_end_where_that_is_allowed(tmp_path: Path) -> None:
    prepare, log = sudoers(tmp_path, FREE + "/usr/bin/sleep")
    questions = [Question("slow", Shell("$S sleep 8", seconds=1, root=Root.BETTER)), Question("x", Shell("echo on"))]
    said = in_namespace(prepare, questions, sudo=True, drop=NOBODY)
    assert " f 0 0 " in said
    assert "\non\n" in said
    assert not refused(log)


# --- the whole round

TOOL = """#!/bin/sh
[ "$(id -u)" = 0 ] || { echo "  must be root" >&2; exit 5; }
case $0 in
  */pvs) echo "  /dev/sda3|rhel|a--|64420315136|4194304" ;;
  */vgs) echo "  rhel|wz--n-|64420315136|4194304|0" ;;
  */lvs) echo "  rhel|root|-wi-ao----|53687091200||||" ;;
esac
"""
TOOLS = ("pvs", "vgs", "lvs")


def volumes(folder: Path) -> str:
    """A machine with LVM, as far as our ask sees it: its tools answer root alone."""
    tools = folder / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).write_text(TOOL)
        (tools / name).chmod(0o755)
    tools.chmod(0o755)
    devices = folder / "devices"
    devices.write_text("Block devices:\n253 device-mapper\n")
    devices.chmod(0o644)
    real = f"[ ! -e /usr/sbin/lvm ] || mount --bind {tools}/lvs /usr/sbin/lvm"
    return f"mount --bind {tools} /usr/local/sbin; {real}; mount --bind {devices} /proc/devices"


def outcomes(prepare: str, *, sudo: bool, drop: str = NOBODY) -> dict[str, Outcome]:
    """What the asks came to that want root; the others, of which sudo knows nothing, are left out."""
    gathering = Gathering(tuple(one for one in collectors_for(LINUX, CHECKS) if _wants_root(one)))
    questions = gathering.questions(1)
    said = in_namespace(prepare, questions, sudo=sudo, drop=drop)
    for question, reply in answers(questions, nonce_of(said), [said.encode(errors="surrogateescape")]):
        gathering.replies[question.id] = reply
    gathering.settle()
    return gathering.outcomes


def _wants_root(one: Wired) -> bool:
    return isinstance(one, Collector) and isinstance(one.ask, Shell) and one.ask.root is not Root.NEVER


def seen(made: dict[str, Outcome]) -> set[str]:
    """The kinds that were answered whole, or are absent by a witness."""
    return {kind for kind, one in made.items() if _is_whole(one)}


def _is_whole(one: Outcome) -> bool:
    if isinstance(one, Missed):
        return isinstance(one.error, Absent)
    return not (isinstance(one.facts, Listing) and one.facts.unseen)


def names(made: Iterable[str]) -> str:
    return ", ".join(sorted(made))


def test_sudo_for_lvm_alone_sees_no_less_than_none_and_as_root_what_it_allows(tmp_path: Path) -> None:
    prepare, log = sudoers(tmp_path, LVM)
    prepare = f"{prepare}; {volumes(tmp_path)}"
    without, partly = outcomes(prepare, sudo=False), outcomes(prepare, sudo=True)
    root = outcomes(prepare, sudo=False, drop="")
    lvm = VOLUME_GROUPS.name
    refusal = without[lvm]
    assert isinstance(refusal, Missed)
    assert isinstance(refusal.error, SessionError)
    assert refusal.error.reason.value == "denied"
    groups, roots = partly[lvm], root[lvm]
    assert isinstance(groups, Seen)
    assert isinstance(roots, Seen)
    assert groups.facts == roots.facts
    assert seen(partly) >= seen(without) | {lvm}, names(seen(without) - seen(partly))
    assert not refused(log)
    used = [line for line in log.read_text().splitlines() if "COMMAND=" in line]
    assert len(used) == len(TOOLS), used
    assert len(without) > 8


# --- the list of sudo, read by every awk

LISTED = "User x may run:\n\nSudoers entry:\n    RunAsUsers: {who}\n    Options: {options}\n    Commands:\n\t{command}\n"


def grants(text: str, *awk: str) -> list[str]:
    program = harness().partition("_grants='\n")[2].partition("'\n")[0]
    said = subprocess.run([*awk, program], input=text, capture_output=True, text=True, check=True, env=dict(os.environ))
    return said.stdout.splitlines()


@pytest.mark.parametrize("awk", ["awk", "busybox awk"])
@pytest.mark.parametrize(
    ("who", "options", "command", "expected"),
    [
        ("ALL", "!authenticate", "/usr/sbin/lvs *", ["+ /usr/sbin/lvs *"]),
        ("root", "setenv, !authenticate", "ALL", ["+ ALL"]),
        ("ALL", "setenv", "ALL", ["- *"]),
        ("ALL", "!authenticate", "sha256:00ff /usr/bin/id", []),
        ("ALL", "!authenticate", "!sha256:00ff /usr/bin/id", ["- *"]),
        ("ALL", "!authenticate", "^/usr/bin/[a-z]+$ ^-v$", []),
        ("ALL", "authenticate", "^/usr/bin/[a-z]+$", ["- *"]),
        ("ALL", "!authenticate", "!sudoedit /etc/x", []),
        ("ALL", "noexec, !authenticate", "/bin/cat", ["+ /bin/cat", "- find"]),
        ("oracle", "!authenticate", "ALL", []),
        ("%wheel", "!authenticate", "/bin/id", []),
        ("%wheel", "", "/bin/id", ["- id"]),
    ],
)
def test_the_list_is_read_alike_by_every_awk(awk: str, who: str, options: str, command: str, expected: list[str]) -> None:
    words = awk.split()
    if not shutil.which(words[0]):
        pytest.skip(f"no {words[0]}: its awk was not verified")
    assert grants(LISTED.format(who=who, options=options, command=command), *words) == expected
