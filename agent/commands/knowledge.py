"""``xunjian knowledge search`` and ``show``: articles that fit a case are offered, with why; a person decides."""

import json
from pathlib import Path
from typing import Final

import click

from agent.cli import say
from agent.commands.incident_steps import USAGE, one_of
from agent.commands.knowledge_said import add, approve, draft, retire, used
from agent.commands.knowledge_words import article_of, course, line, plain, why
from agent.commands.options import (
    config_option,
    fail,
    lang_option,
    language_of,
    load_site,
    output_option,
    read_the_store,
    store_option,
)
from config.text import _, printable, render

_MOST: Final = 20


@click.group(
    name="knowledge", help=say(_("The library of answers: remedies, emergencies, and what was learnt from incidents."))
)
def command() -> None:
    """Hold the subcommands."""


for _each in (add, draft, approve, retire, used):
    command.add_command(_each)


@command.command(
    name="search",
    help=say(_("Offer the articles that fit: by WORDS of the symptom, --check, or --incident. A person decides which.")),
)
@click.argument("words", nargs=-1)
@click.option("--check", "checks", multiple=True, metavar="ID", help=say(_("of this check (repeatable)")))
@click.option("--incident", "number", default="", help=say(_("of this incident: its problems and its words")))
@output_option
@config_option
@store_option
@lang_option
def search(
    words: tuple[str, ...],
    *,
    checks: tuple[str, ...],
    number: str,
    output: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Print a line an article."""
    from agent.knowledge import articles, checks_of, words_of  # noqa: PLC0415 - only here
    from reports.record.knowledge import State, candidates  # noqa: PLC0415 - as above

    site = load_site(config_path)
    language = language_of(site, lang)
    if not (words or checks or number):
        fail(say(_("say what to look for: words, --check or --incident")), USAGE)
    with read_the_store(store_url, site) as store:
        every = articles(store, language)
        said, wanted = " ".join(words), checks
        if number:
            one = one_of(store, number)
            said, wanted = f"{said} {words_of(one)}", (*checks, *checks_of(store, one))
    found = candidates(every.values(), wanted, said, _MOST)
    in_use = [one for one in every.values() if one.state is not State.RETIRED]
    by_title = [one for one in in_use if words and all(word.casefold() in one.title.casefold() for word in words)]
    if output == "json":
        made = [plain(one.article) | {"points": one.points, "for": [*one.checks, *one.words]} for one in found]
        made += [plain(one) for one in by_title if one.id not in {each.article.id for each in found}]
        click.echo(json.dumps({"schema": 1, "articles": made}, ensure_ascii=False, indent=2))
        return
    lines = [*(line(one.article, language, why(one)) for one in found)]
    lines += [line(one, language) for one in by_title if one.id not in {each.article.id for each in found}]
    for told in lines[:_MOST]:
        click.echo(told)
    if not lines:
        click.echo(render(_("No article fits. That is no statement that the fault is unknown."), language))


@command.command(name="show", help=say(_("Print an article.")))
@click.argument("article")
@output_option
@config_option
@store_option
@lang_option
def show(article: str, *, output: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Print it whole, its head as it is written in a file."""
    site = load_site(config_path)
    language = language_of(site, lang)
    with read_the_store(store_url, site) as store:
        one = article_of(store, article, language)
    if output == "json":
        click.echo(json.dumps(plain(one) | {"text": one.text}, ensure_ascii=False, indent=2))
        return
    click.echo(line(one, language))
    for told in course(one):
        click.echo(f"  {render(told, language)}")
    click.echo("\n".join(printable(line, "\t") for line in one.text.splitlines()))
