"""The shell around a client: find the program, become the account that the entry names, keep its two outputs apart."""

import re
from typing import Final

from collectors.base import Question, Shell
from collectors.evidence import Reply, text_of
from collectors.sessions.clients.base import Client, Run
from collectors.sessions.clients.marks import spans

BYTES_MOST: Final = 80_000
"""Of one script: Linux takes 128 KiB in one argument (MAX_ARG_STRLEN, execve(2)), the harness's own words among them."""
KIB: Final = 8192
FIND: Final = """\
find_client() {{
  for n in {names}; do
    c=$(command -v "$n") && return
    for c in {globs}; do [ ! -x "$c" ] || return 0; done
  done
  return 127
}}
as() {{
  if [ -z "$u" ] || [ "$u" = "$(id -un)" ]; then "$@"; return; fi
  if [ "$(id -u)" != 0 ] || ! command -v runuser >/dev/null; then sudo -n -u "$u" -- "$@"; return; fi
  (
    case $u in *[!A-Za-z0-9_.-]*) unset HOME ;; *) eval "HOME=~$u" && export HOME ;; esac
    runuser -u "$u" -- "$@"
  )
}}
"""
"""$u is the account to be: root becomes it by itself, who is not root asks sudo. Its home holds its file of passwords."""
_SHELL: Final = """\
u=$2
{find}find_client || exit
{call} 2>"$TMPDIR/x" <<'{mark}'
{text}
{mark}
printf '\\n%s exit %s\\n' '{mark}' "$?"
cat "$TMPDIR/x"
"""


def found(client: Client) -> str:
    """What finds the client and runs it as another account."""
    globs = " ".join(f'{folder}/"$n"' for folder in client.folders) or "/nonexistent"
    return FIND.format(names=" ".join(client.names), globs=globs)


def question(name: str, client: Client, text: str, mark: str, seconds: int, values: tuple[str, str]) -> Question:
    """One run of the client as what a shell is asked; ``values``: the database ("": the target's own), the account."""
    command = _SHELL.format(find=found(client), call=client.call(), mark=mark, text=text)
    ask = Shell(command, seconds=seconds, kib=KIB, ok=(0,), may_be_empty=True)
    return Question(name, ask, values)


def run_of(reply: Reply, mark: str, text: str) -> Run:
    """Part what the shell printed into the client's outputs and its exit code; ``text`` was its input."""
    where = spans(enumerate(text.split("\n"), 1), mark)
    return parted(text_of(reply.out), text_of(reply.err), reply.exit_code, mark, where)


def parted(out: str, err: str, exit_code: int | None, mark: str, where: dict[int, range]) -> Run:
    """Part an output at the line that tells the client's exit code: its error output stands behind it."""
    end = re.search(rf"^{re.escape(mark)} exit (\d+)$\n?", out, re.MULTILINE)
    if end is None:
        return Run(out, err, exit_code or None, where)
    return Run(out[: end.start()], out[end.end() :], int(end[1]), where)
