"""``xunjian problems risk``: an engineer rates a problem otherwise than its level does; both stand beside one another."""

from pathlib import Path

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from agent.commands.problem_ledger import by_option, problem_of
from agent.commands.problem_words import course, line
from config.text import _

_RISK = _(
    "Rate the risk of a problem otherwise than its level does: high, medium or low (高, 中, 低), with the reason. It is "
    "shown beside the risk by the level and changes no count; it ends when the level changes or the problem is solved. "
    "Without a RISK it is taken back."
)
_WRITTEN = {"high": "high", "medium": "medium", "low": "low", "高": "high", "中": "medium", "低": "low"}


@click.command(name="risk", help=say(_RISK))
@click.argument("problem")
@click.argument("risk", required=False, type=click.Choice(tuple(_WRITTEN)))
@by_option
@click.option("--reason", required=True, help=say(_("why it is rated so")))
@config_option
@store_option
@lang_option
def rated(
    problem: str,
    risk: str | None,
    *,
    by: str,
    reason: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the engineer's word."""
    from agent.ledger import RATE, UNRATE, entry  # noqa: PLC0415 - only here
    from reports.record.problems import ENDED, RISK_OF, RISK_WORDS  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if not by.strip() or not reason.strip():
        fail(say(_("a person’s word has a name and a reason")), USAGE)
    with open_the_store(store_url, site, create=False) as store:
        one = problem_of(store, site, problem)
        if one.state in ENDED:
            fail(say(_("it is solved or gone already")), USAGE)
        wanted = _WRITTEN[risk] if risk else ""
        if not wanted and one.rating is None:
            fail(say(_("nobody rated it")), USAGE)
        if wanted == RISK_OF[one.level]:
            word = RISK_WORDS[wanted]
            fail(say(_("by its level it is {risk} already; leave RISK out to take a rating back", risk=word)), USAGE)
        store.record([entry(RATE if wanted else UNRATE, one.key, by, reason, risk=wanted, level=one.level.value)])
        now = problem_of(store, site, problem)
    click.echo(line(now, language, site))
    for told in course(now, language, site):
        click.echo(f"  {told}")
