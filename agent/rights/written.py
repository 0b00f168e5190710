"""The sudoers file as text, for the customer's administrator to read, approve and put in place."""

import json
from collections.abc import Iterator
from typing import Final

from agent.rights.sudoers import LeftOut, Rights, Rules, alias_of
from config.text import Text, _, printable, render

FILE: Final = "/etc/sudoers.d/xunjian"
_HEAD = (
    _("Least-privilege sudo rights of the inspecting account, written by xunjian doctor --sudoers."),
    _("Each rule is one command that the inspection runs, with its arguments; none changes a configuration or data."),
    _("nginx -t opens the files that nginx has open itself; it is run only where nginx runs."),
    _("No rule has a * (in sudoers it fits blanks and slashes too); [..] and ? fit one character each."),
    _("Put it in place: visudo -cf FILE && install -m 0440 -o root -g root FILE {file}", file=FILE),
    _("Then write “sudo: true” into the target's access.ssh entry. To take the rights back, delete the file."),
)
_HERE = _("Commands as found on this host; after installing another tool, write the file anew.")
_ELSEWHERE = _("Commands with every folder they may be in; on the host itself the file is shorter.")
_UNSAFE = _("Left out, for others than root can replace the program: {paths}")
_NOT_HERE = _("Root's rights would show more, but no rule can be narrow enough:")
_COMMAND_MOST: Final = 70
"""Characters of a command that are shown: enough to know it by."""


def sudoers_text(rights: Rights, user: str, language: str, unsafe: tuple[str, ...] = (), *, is_here: bool) -> str:
    """Write the file. ``unsafe`` are programs that others may replace; ``is_here`` says that it is for this host alone."""
    lines = [_comment(text, language) for text in (*_HEAD, _HERE if is_here else _ELSEWHERE)]
    if unsafe:
        lines.append(_comment(Text(_UNSAFE.template, {"paths": unsafe}), language))
    lines += ["", f"Defaults:{user} !requiretty", ""]
    for one in rights.allowed:
        lines += _alias(one)
    if rights.allowed:
        lines += [f"{user} ALL=(root) NOPASSWD: {', '.join(alias_of(one.ask) for one in rights.allowed)}", ""]
    if rights.left_out:
        lines += [_comment(_NOT_HERE, language), *(line for one in rights.left_out for line in _excuse(one, language))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _comment(text: Text, language: str) -> str:
    return "# " + printable(render(text, language))


def _alias(one: Rules) -> Iterator[str]:
    yield f"# {one.ask}: {', '.join(one.checks)}".rstrip(": ")
    yield f"Cmnd_Alias {alias_of(one.ask)} = \\"
    yield from (f"    {rule}, \\" for rule in one.rules[:-1])
    yield f"    {one.rules[-1]}"
    yield ""


def _excuse(one: LeftOut, language: str) -> Iterator[str]:
    yield f"#   {one.ask}: {', '.join(one.checks)}".rstrip(": ")
    yield f"#     {shortened(one.command)}"
    yield f"#     {printable(render(one.why, language))}"
    yield f"#     → {printable(render(one.remedy, language))}"


def shortened(command: str) -> str:
    """The beginning of a command, on one line."""
    line = " ".join(command.split())
    return line if len(line) <= _COMMAND_MOST else line[: _COMMAND_MOST - 1] + "…"


def rights_json(rights: Rights, user: str, language: str) -> str:
    """The same for a program: rules by ask, and what is left out and why."""
    made = {
        "user": user,
        "allowed": [{"ask": one.ask, "checks": one.checks, "rules": one.rules} for one in rights.allowed],
        "left_out": [
            {
                "ask": one.ask,
                "checks": one.checks,
                "command": shortened(one.command),
                "why": render(one.why, language),
                "remedy": render(one.remedy, language),
            }
            for one in rights.left_out
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1)
