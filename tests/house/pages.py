"""Write the generated pages, or check that they are fresh.

    python -m tests.house.pages [--check]

docs/checks.md and docs/checks.zh-CN.md: every check, with what docs/measured.json says of it. docs/asks.md: every command
that can be sent. docs/devices.md: by what the checks of
network devices can be answered. docs/ids.txt: every id.
docs/lynis.md: every test of Lynis beside our checks. The blocks between
``<!-- help -->`` and ``<!-- /help -->`` of the READMEs: ``xunjian --help``.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from agent.catalogue import CHECKS, checks_for, members_kinds
from agent.expected import values_of
from agent.planning import asks_of
from collectors.base import LINUX, Shell
from collectors.linux.own_account import OWN_ACCOUNT_LINUX
from config.kinds import GROUPS
from config.site import Site
from reports.output.catalogue import MADE, checks_page
from tests.house import device_ways, ids, lynis_page
from tests.house.recall.figures import measured

ROOT = Path(__file__).resolve().parents[2]
HELP = re.compile(r"(<!-- help -->\n).*?(<!-- /help -->)", re.DOTALL)
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}


def asks_page() -> str:
    """Every command, with its bounds and the checks it serves."""
    lines = ["# Asks", "", f"*{MADE}*", "", "Everything that `xunjian run` can send to a Linux target.", ""]
    of_groups = {check: of for group in GROUPS for check, of in members_kinds(group, checks_for(group)).items() if of}
    for ask in asks_of(LINUX, checks_for(LINUX), values_of(Site()), of_groups):
        bounds = f"at most {ask.seconds} s and {ask.kib} KiB, runs {ask.samples}, root: {ask.root.value}"
        lines += [f"## `{ask.id}`", "", f"For: {', '.join(ask.checks) or 'identity'}. Round {ask.round}, {bounds}.", ""]
        lines += ["```sh", ask.command, "```", ""]
        if ask.each:
            lines += [f"For each item, at most {ask.most}:", "", "```sh", ask.each, "```", ""]
        lines += [f"- `{name}` = `{value}` from {source}" for name, value, source in ask.values]
        lines += [""] if ask.values else []
    own = OWN_ACCOUNT_LINUX
    assert isinstance(own.ask, Shell)
    lines += [f"## `{own.id}`", "", "Sent by `xunjian doctor` alone, as the account itself.", ""]
    lines += ["```sh", own.ask.command, "```", ""]
    return "\n".join(lines)


def help_block(readme: str, language: str) -> str:
    """A README with its help block as the command prints it today."""
    lang = "zh-CN" if language == "zh_CN" else "en"
    command = [sys.executable, "-c", "import xunjian; xunjian.run()", "--lang", lang, "--help"]
    environment = dict(os.environ) | {"COLUMNS": "100"}
    shown = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return HELP.sub(lambda m: f"{m[1]}```text\n{shown}```\n{m[2]}", readme)


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page and what it should hold."""
    yield ROOT / "docs" / "checks.md", checks_page(CHECKS, "en", measured())
    yield ROOT / "docs" / "checks.zh-CN.md", checks_page(CHECKS, "zh_CN", measured())
    yield ROOT / "docs" / "asks.md", asks_page()
    yield ROOT / "docs" / "devices.md", device_ways.page("en")
    yield ROOT / "docs" / "devices.zh-CN.md", device_ways.page("zh_CN")
    yield ids.PAGE, ids.wanted()
    yield lynis_page.PAGE, lynis_page.page()
    for name, language in READMES.items():
        path = ROOT / name
        yield path, help_block(path.read_text(encoding="utf-8"), language)


def main() -> int:
    """Write or check."""
    stale = []
    for path, content in pages():
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if "--check" not in sys.argv:
            path.write_text(content, encoding="utf-8")
    if "--check" in sys.argv and stale:
        print("stale, run make docs: " + ", ".join(stale))
        return 1
    print("pages: fresh" if not stale else "written: " + ", ".join(stale))
    return 0


if __name__ == "__main__":
    sys.exit(main())
