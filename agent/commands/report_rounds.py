"""``xunjian report quarterly``, ``security``, ``hardening`` and ``confirmation``: documents of a quarter's round."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from agent.catalogue import Scope
from agent.cli import say
from agent.commands.leaves import leaving_option
from agent.commands.options import config_option, fail, lang_option, store_option
from agent.commands.report_files import FORMS, NOTHING_STORED, form_option, out_option, write
from agent.commands.report_loading import round_loaded
from agent.ending import keep_alive
from config.text import _, render

Command = TypeVar("Command", bound=Callable[..., None])
_HELP = _(
    "Write the quarterly inspection report of the quarter of the last inspection, or of --quarter: per target and check "
    "the latest result in that quarter."
)
_SECURITY_HELP = _(
    "Write the quarterly security report of the quarter of the last security check (xunjian run --security), or of "
    "--quarter: conformity by control point, high risks, problems, differences, and what was not inspected."
)
_HARDENING_HELP = _(
    "Write the list of remedies for what the last security check found: a document, and per target a shell script in "
    "which every command is commented out. Nothing is executed, here or there."
)
_CONFIRMATION_HELP = _(
    "Write the confirmation of remedies of a quarter’s inspection, or with --security of its security check: beside each "
    "problem the customer writes what he decides. Read it back with xunjian documents read, see xunjian problems decided."
)
_SIGNING_HELP = _(
    "Write the copy to be signed of a quarter’s inspection report, or with --security of its security report: page one, "
    "the decisions, what was not inspected, signatures, on 12 pages at most. The whole report is its annex."
)
security_option = click.option("--security", "is_security", is_flag=True, help=say(_("of the security check")))
quarter_option = click.option(
    "--quarter", default="", metavar="2026Q4", help=say(_("another quarter than that of the last inspection"))
)


def round_options(command: Command) -> Command:
    """Add the options that each document of a round has."""
    options = (out_option, quarter_option, form_option, leaving_option, config_option, store_option, lang_option)
    for one in reversed(options):
        command = one(command)
    return command


@click.command(name="quarterly", help=say(_HELP), short_help=say(_("the quarterly inspection report")))
@round_options
def quarterly(
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    leaving: bool,
) -> None:
    """Write the files and name them."""
    from reports.documents.quarterly import build  # noqa: PLC0415 - only here

    where = (out, config_path, store_url, lang)
    with round_loaded(Scope.INSPECTION, "quarterly", quarter, where, leaving=leaving) as (site, made, mask, filing):
        wanted = forms or FORMS
        document = build(made, site, filing.language, has_sheets="xlsx" in wanted, has_data="json" in wanted)
        keep_alive(made, document)
        write(out, made.number, document, wanted, filing.language, mask, filing)


@click.command(name="security", help=say(_SECURITY_HELP), short_help=say(_("the quarterly security report")))
@round_options
def security(
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    leaving: bool,
) -> None:
    """Write the files and name them."""
    from reports.documents.security.document import build  # noqa: PLC0415 - only here

    where = (out, config_path, store_url, lang)
    with round_loaded(Scope.SECURITY, "security", quarter, where, leaving=leaving) as (site, made, mask, filing):
        wanted = forms or FORMS
        document = build(made, site, filing.language, has_sheets="xlsx" in wanted, has_data="json" in wanted)
        keep_alive(made, document)
        write(out, made.number, document, wanted, filing.language, mask, filing)


@click.command(name="hardening", help=say(_HARDENING_HELP), short_help=say(_("what the security check advises to mend")))
@out_option
@quarter_option
@form_option
@leaving_option
@click.option("--target", "targets", multiple=True, metavar="ID", help=say(_("only these targets (repeatable)")))
@config_option
@store_option
@lang_option
def hardening(  # noqa: PLR0913 - click's signature: one parameter an option
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    targets: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    leaving: bool,
) -> None:
    """Write the document and the scripts, and name them."""
    from reports.documents.security.hardening import build, scripts  # noqa: PLC0415 - only here
    from reports.documents.security.remedies import remedies_of  # noqa: PLC0415 - as above
    from reports.documents.security.scripts import file_name  # noqa: PLC0415 - as above

    where = (out, config_path, store_url, lang)
    with round_loaded(Scope.SECURITY, "hardening", quarter, where, leaving=leaving) as (site, made, mask, filing):
        language = filing.language
        strangers = sorted(set(targets) - {one.target for one in made.inspection.targets})
        if strangers:
            fail(render(_("not in this security check: {targets}", targets=", ".join(strangers)), language), NOTHING_STORED)
        remedies = remedies_of(made, site, language, targets)
        document = build(remedies)
        write(out, document.number, document, forms or FORMS, language, mask, filing)
    for target, script in scripts(remedies).items():
        name = file_name(document.number, target)
        path = out / (mask.text(name) if mask else name)
        path.write_text(mask.text(script) if mask else script, encoding="utf-8")
        click.echo(str(path))


@click.command(
    name="confirmation",
    help=say(_CONFIRMATION_HELP),
    short_help=say(_("the form on which the customer decides of each problem")),
)
@security_option
@round_options
def confirmation(  # noqa: PLR0913 - click's signature: one parameter an option
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    is_security: bool,
    leaving: bool,
) -> None:
    """Write the files and name them."""
    from reports.documents.confirmation import build  # noqa: PLC0415 - only here

    scope = Scope.SECURITY if is_security else Scope.INSPECTION
    with round_loaded(scope, "confirmation", quarter, (out, config_path, store_url, lang), leaving=leaving) as given:
        site, made, mask, filing = given
        write(out, made.number, build(made, site, filing.language), forms or FORMS, filing.language, mask, filing)


@click.command(name="signing", help=say(_SIGNING_HELP), short_help=say(_("the copy of a report to be signed")))
@security_option
@round_options
def signing(  # noqa: PLR0913 - click's signature: one parameter an option
    out: Path,
    quarter: str,
    forms: tuple[str, ...],
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
    *,
    is_security: bool,
    leaving: bool,
) -> None:
    """Write the files and name them."""
    from reports.documents.front import TITLE  # noqa: PLC0415 - only here
    from reports.documents.security.document import TITLE as SECURITY_TITLE  # noqa: PLC0415 - as above
    from reports.documents.signing import build  # noqa: PLC0415 - as above

    scope = Scope.SECURITY if is_security else Scope.INSPECTION
    with round_loaded(scope, "signing", quarter, (out, config_path, store_url, lang), leaving=leaving) as given:
        site, made, mask, filing = given
        document = build(made, site, filing.language, SECURITY_TITLE if is_security else TITLE)
        write(out, made.number, document, forms or FORMS, filing.language, mask, filing)
