"""The grammar of sudo's rules beside sudo's own: cvtsudoers reads the same files to the same rules."""

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from collectors.facts.sudoers import Command
from collectors.linux.sudoers_grammar import Reading, logical, take

USERS: Final = (
    "anna",
    "%ops",
    "#1001",
    "%#27",
    "+net",
    "ALL",
    "!ben",
    "ADMINS",
    '"o m"',
    "%:far",
    r"dom\\who",
    "!!eve",
    "ON",
)
HOSTS: Final = ("ALL", "app01", "10.0.0.0/24", "db*", "!db9", "FARM", "+hosts", "10.0.0.0/255.0.0.0")
RUNS: Final = ("", "", "(root) ", "(ALL) ", "(ALL:ALL) ", "(anna, %ops : adm) ", "(:adm)", "(#0)", "(OPS)", "(!root)", "()")
TAGS: Final = (
    "",
    "",
    "",
    "NOPASSWD: ",
    "PASSWD:",
    "NOEXEC : ",
    "NOPASSWD:NOEXEC: ",
    "SETENV: ",
    "LOG_OUTPUT:",
)
COMMANDS: Final = (
    "ALL", "/bin/ls", "/bin/ls -l *", "!/bin/su", "TOOLS", "/usr/bin/", r"/bin/echo a\, b\: c\=d \# e", '/bin/ls ""',
    "sudoedit /etc/hosts", "/bin/[a-z]* [0-9]", "! TOOLS", "list",
    "^/usr/bin/(cat|ls)$", "^/bin/x,y$ ^a|b$",
)  # fmt: skip
DEFAULTS: Final = (
    "Defaults use_pty", "Defaults !use_pty, env_reset", 'Defaults secure_path="/a:/b # c"',
    "Defaults:anna,%ops !authenticate",
    "Defaults@app01 log_output", "Defaults!TOOLS noexec", "Defaults>root !set_logname",
    "Defaults logfile=/var/log/s.log",
    'Defaults env_keep += "A B", env_keep -= "C"', "Defaults passwd_tries = 3,timestamp_timeout=-1",
    "Defaults syslog=authpriv",
    "Defaults !syslog", "Defaults: ADMINS insults", "Defaults!/bin/ls !log_output",
)  # fmt: skip
HEAD: Final = (
    "User_Alias ADMINS = anna, %ops : ON = #5, !ben\nRunas_Alias OPS = app, %adm\nHost_Alias FARM = app01, 10.0.0.0/8\n"
    'Cmnd_Alias TOOLS = /bin/ls, /bin/cat a\\=b, !/bin/su : MORE = /usr/bin/less ""\n'
)


def made(seed: int) -> str:
    """A file of sudoers with a bit of everything."""
    pick = random.Random(seed)

    def some(words: Sequence[str], most: int = 3) -> str:
        return pick.choice((",", ", ", " , ")).join(pick.choices(words, k=pick.randint(1, most)))

    def of() -> str:
        commands = (f"{pick.choice(RUNS)}{pick.choice(TAGS)}{pick.choice(COMMANDS)}" for _one in range(pick.randint(1, 4)))
        gap = pick.choice((", ", ",", ", \\\n   "))
        return f"{some(HOSTS)}{pick.choice((' = ', '='))}{gap.join(commands)}"

    lines = [HEAD]
    for _one in range(pick.randint(3, 9)):
        rule = f"{some(USERS)} {pick.choice((' : ', ':')).join(of() for _two in range(pick.choice((1, 1, 1, 2))))}"
        others = (pick.choice(DEFAULTS), "# a comment, NOPASSWD: ALL", "#", "", "  # one more")
        lines.append(rule + pick.choice(("", "", " # why")) if pick.random() < 0.6 else pick.choice(others))
    return "\n".join(lines) + "\n"


def ours(text: str) -> Reading:
    reading = Reading()
    for _at, line in logical(text.splitlines()):
        assert take(line, reading), line
    return reading


def rules(reading: Reading) -> list[Any]:
    return [[list(one.users), list(one.hosts), [_command(command) for command in one.commands]] for one in reading.rules]


def _command(one: Command) -> list[Any]:
    users = list(one.users) if one.users is not None else []
    return [("!" if one.is_negated else "") + one.words, users, list(one.groups), sorted(one.tags & WATCHED)]


WATCHED: Final = frozenset({"NOPASSWD", "NOEXEC"})
SIGNS: Final = {
    "usergroup": "%",
    "userid": "#",
    "usergid": "%#",
    "netgroup": "+",
    "nonunixgroup": "%:",
    "nonunixgid": "%:#",
}


def member(one: Mapping[str, Any]) -> str:
    [(kind, value)] = [(key, value) for key, value in one.items() if key not in {"negated", "sha224"}]
    return ("!" if one.get("negated") else "") + SIGNS.get(kind, "") + str(value)


def theirs(told: Mapping[str, Any]) -> list[Any]:
    return [
        [
            list(map(member, spec["User_List"])),
            list(map(member, spec["Host_List"])),
            [command for group in spec["Cmnd_Specs"] for command in _theirs(group)],
        ]
        for spec in told.get("User_Specs", ())
    ]


def _theirs(group: Mapping[str, Any]) -> Iterator[list[Any]]:
    options = {key: value for one in group.get("Options", ()) for key, value in one.items()}
    tags = sorted(
        ({"NOPASSWD"} if options.get("authenticate") is False else set()) | ({"NOEXEC"} if options.get("noexec") else set())
    )
    users = [name for one in group.get("runasusers", ()) if (name := member(one))]
    groups = [member(one).removeprefix("%") for one in group.get("runasgroups", ())]
    for one in group["Commands"]:
        yield [member(one), users, groups, tags]


def converted(text: str, folder: Path) -> Mapping[str, Any]:
    path = folder / "sudoers"
    path.write_text(text)
    done = subprocess.run(["cvtsudoers", "-f", "json", str(path)], capture_output=True, check=False, text=True)
    assert not re.search("syntax error", done.stderr), done.stderr + text
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.peer
@pytest.mark.skipif(not shutil.which("cvtsudoers"), reason="sudo is not installed")
def test_the_same_rules_as_sudo_reads(tmp_path: Path) -> None:
    for seed in range(200):
        text = made(seed)
        told = converted(text, tmp_path)
        reading = ours(text)
        assert rules(reading) == theirs(told), text
        for kind in ("User", "Runas", "Host"):
            named = {key.partition(" ")[2]: list(of) for key, of in reading.aliases.items() if key.startswith(kind)}
            shown = {name: list(map(member, of)) for name, of in told[f"{kind}_Aliases"].items()}
            assert named == shown
