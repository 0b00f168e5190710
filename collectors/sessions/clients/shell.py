"""The shell around a client: find the program, become the account that the entry names, keep its two outputs apart."""

import re
from typing import Final

from collectors.base import Question, Shell
from collectors.evidence import Reply, text_of
from collectors.sessions.clients.base import Client, Run

BYTES_MOST: Final = 80_000
"""Of one script: Linux takes 128 KiB in one argument (MAX_ARG_STRLEN, execve(2)), the harness's own words among them."""
KIB: Final = 8192
_SHELL: Final = """\
c= u=$2
for n in {names}; do
  c=$(command -v "$n") && break
  for c in {globs}; do [ ! -x "$c" ] || break 2; done
  c=
done
[ -n "$c" ] || exit 127
as() {{
  if [ -z "$u" ] || [ "$u" = "$(id -un)" ]; then "$@"; else sudo -n -u "$u" -- "$@"; fi
}}
{call} 2>"$TMPDIR/x" <<'{mark}'
{text}
{mark}
printf '\\n%s exit %s\\n' '{mark}' "$?"
cat "$TMPDIR/x"
"""


def question(name: str, client: Client, text: str, mark: str, seconds: int, values: tuple[str, str]) -> Question:
    """One run of the client as what a shell is asked; ``values``: the database as the client takes it, the account."""
    globs = " ".join(f'{folder}/"$n"' for folder in client.folders) or "/nonexistent"
    command = _SHELL.format(names=" ".join(client.names), globs=globs, call=client.call(), mark=mark, text=text)
    ask = Shell(command, seconds=seconds, kib=KIB, ok=(0,), may_be_empty=True)
    return Question(name, ask, values)


def run_of(reply: Reply, mark: str) -> Run:
    """Part what the shell printed into the client's outputs and its exit code."""
    said = text_of(reply.out)
    found = re.search(rf"^{re.escape(mark)} exit (\d+)$\n?", said, re.MULTILINE)
    if found is None:
        return Run(said, text_of(reply.err), reply.exit_code or None)
    return Run(said[: found.start()], said[found.end() :], int(found[1]))
