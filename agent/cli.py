"""The command line, ``xunjian``: commands are listed from a table and imported when they are called."""

import errno
import importlib
import io
import os
import sys
from typing import Final, NoReturn, cast

import click

from agent.ending import UNREAD, end, give_up_output
from agent.language import LANGUAGE, speak
from config.os_words import os_words
from config.text import Text, _, printable, render

VERSION: Final = "0.1.0"

GROUPS: Final[tuple[tuple[Text, tuple[tuple[str, str, Text], ...]], ...]] = (
    (
        _("Look at the site"),
        (
            ("init", "agent.commands.init", _("write a commented xunjian.yaml for this machine")),
            (
                "doctor",
                "agent.commands.doctor",
                _("say of each target what keeps it from being inspected whole, and the remedy"),
            ),
            ("plan", "agent.commands.plan", _("print all that would be sent to each target, and send nothing")),
            ("run", "agent.commands.run", _("inspect the targets and keep what was seen")),
            ("kit", "agent.commands.kit", _("write the inspection as one file for a host that cannot be reached")),
            ("import", "agent.commands.imported", _("judge what a kit brought back")),
            ("form", "agent.commands.form", _("print the form for what is looked at by hand, and read it back")),
        ),
    ),
    (
        _("Write documents"),
        (
            ("report", "agent.commands.report", _("write a document from what the store holds")),
            ("snapshot", "agent.commands.snapshot", _("keep the state before a change, and say whether it may begin")),
            ("verify", "agent.commands.verify", _("compare with a snapshot: did the upgrade go well?")),
        ),
    ),
    (
        _("Keep the record"),
        (
            (
                "problems",
                "agent.commands.problems",
                _("list and show problems over the years, accept a risk, exclude a false alarm"),
            ),
            ("documents", "agent.commands.documents", _("review, issue and sign documents, and read back what was typed")),
            ("incident", "agent.commands.incident", _("write down what was called in, and read the contract’s clocks")),
            ("duty", "agent.commands.duty", _("list what the contract owes, and write down what was done")),
            ("knowledge", "agent.commands.knowledge", _("search the library of answers, and add to it")),
            ("site", "agent.commands.site", _("hand a store over to another one, and take one in; what was renamed")),
            ("desk", "agent.commands.desk", _("look at all customers’ stores at once")),
            ("baseline", "agent.commands.baseline", _("confirm what was seen as what should be")),
            ("history", "agent.commands.history", _("list the inspections, or show the course of findings over time")),
            ("why", "agent.commands.why", _("say how a finding came about, from the level back to the evidence")),
        ),
    ),
    (
        _("Run by itself"),
        (
            ("daemon", "agent.commands.daemon", _("keep time, and do what the schedules bring")),
            ("schedule", "agent.commands.schedule", _("say what the daemon will do when, and what it did")),
            ("service", "agent.commands.service", _("install the daemon on this machine, upgrade it, take it away")),
            ("worker", "agent.commands.worker", _("ask targets for rounds that other machines began")),
            ("outbox", "agent.commands.outbox", _("send what the record tells, and list what did not arrive")),
            ("mail", "agent.commands.mail", _("send an issued document")),
        ),
    ),
    (
        _("Other"),
        (
            ("targets", "agent.commands.targets", _("import, export and confirm targets")),
            (
                "credentials",
                "agent.commands.credentials",
                _("keep passwords in one encrypted file, opened by one passphrase"),
            ),
            ("checks", "agent.commands.checks", _("list and explain the checks")),
            ("evidence", "agent.commands.evidence", _("show, export and verify evidence")),
            ("data", "agent.commands.data", _("take in vendors’ advisories from a file, and list what is there")),
            ("replay", "agent.commands.replay", _("judge a stored inspection again, without its targets")),
            ("purge", "agent.commands.purge", _("delete from this machine what stays at the customer’s")),
        ),
    ),
)
_WHERE: Final = {name: (module, words) for _title, rows in GROUPS for name, module, words in rows}


def say(text: Text) -> str:
    """Say a text in this process's language."""
    return render(text, LANGUAGE)


class Formatter(click.HelpFormatter):
    """Headings end in the colon of the language."""

    def write_heading(self, heading: str) -> None:
        """Write a heading as click does, but for its colon."""
        self.write(f"{'':>{self.current_indent}}{say(_('{heading}:', heading=heading))}\n")


class Commands(click.Group):
    """The lazy group: names and one-line helps come from the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names in the table's order."""
        return list(_WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module of one command."""
        if cmd_name not in _WHERE:
            return None
        module = importlib.import_module(_WHERE[cmd_name][0])
        return cast("click.Command", module.command)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command. Click ends with 1 when nobody reads on (``| head``): that says "passed on conditions"."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            give_up_output()
            raise click.exceptions.Exit(UNREAD) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Print the table, grouped, importing nothing."""
        for title, rows in GROUPS:
            with formatter.section(say(title)):
                formatter.write_dl([(name, say(words)) for name, _module, words in rows])


_INTRODUCTION = _(
    "Inspect servers, databases and network devices, judge what was seen, and write the service documents. "
    "With no configuration file, xunjian run inspects the machine it stands on."
)
_EXAMPLES = _(
    "Examples:\n"
    "  xunjian run                         inspect this machine\n"
    "  xunjian report quarterly            write the quarterly report\n"
    "  xunjian init && xunjian plan        prepare a site and see what would be sent\n"
    "  xunjian why 3f2a9c                  explain one finding"
)


@click.command(
    cls=Commands, help=say(_INTRODUCTION), epilog="\b\n" + say(_EXAMPLES), context_settings={"max_content_width": 110}
)
@click.version_option(VERSION, prog_name="xunjian", help=say(_("Show the version and exit.")))
@click.option(
    "--lang",
    type=click.Choice(["zh-CN", "en"], case_sensitive=False),
    help=say(_("language of what is printed: zh-CN or en")),
    expose_value=False,
)
def cli() -> None:
    """Run the command named on the command line."""


_RAN_FIRST = _(
    "Warning: {file} of PYTHONPATH ran before xunjian, and could change what it does. Start it so that no such file "
    "runs: python3 -I -m xunjian",
    file="",
)


def main(prog_name: str = "xunjian") -> None:
    """Run the command line; what is wrong outside the program is one line and a code of sysexits, never a traceback."""
    speak(LANGUAGE)
    if stranger := os.environ.pop("XUNJIAN_RAN_FIRST", ""):
        click.echo(printable(say(Text(_RAN_FIRST.template, {"file": stranger}))), err=True)
    click.UsageError.exit_code = 64
    click.Context.formatter_class = Formatter
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another encoding loses no line
    try:
        cli.main(prog_name=prog_name, standalone_mode=True)
    except SystemExit as ended:
        end(ended.code)
    except OSError as error:
        if error.filename is None:
            _lost_output(error)
        _fail(say(_("{file}: {why}", file=str(error.filename), why=os_words(error))), 73)  # sysexits EX_CANTCREAT
    except Exception as error:  # noqa: BLE001 - a defect of ours has a code of its own
        _failed(error)


def _failed(error: Exception) -> NoReturn:
    from agent.store.values import StoreError, Trouble  # noqa: PLC0415 - only where something failed

    if not isinstance(error, StoreError):
        _defect(error)
    is_word = error.trouble in {Trouble.UNKNOWN_ID, Trouble.AMBIGUOUS}
    _fail(say(error.text), 64 if is_word else 69)  # sysexits EX_USAGE, EX_UNAVAILABLE


def _defect(error: Exception) -> NoReturn:
    """Show a defect of ours whole and exit 70: Python's own 1 says "passed on conditions", or "worst is a notice"."""
    sys.excepthook(type(error), error, error.__traceback__)
    sys.exit(70)  # sysexits EX_SOFTWARE


def _lost_output(error: OSError) -> NoReturn:
    """Say that what was printed did not arrive; what is kept in the store is not touched by it."""
    if error.errno not in {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}:
        _defect(error)
    give_up_output()
    _fail(say(_("standard output: {why}", why=os_words(error))), 74)  # sysexits EX_IOERR


def _fail(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
