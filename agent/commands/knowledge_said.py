"""``xunjian knowledge add``, ``draft``, ``approve``, ``retire`` and ``used``: what people say to the library of answers."""

from pathlib import Path

import click

from agent.cli import say
from agent.commands.incident_steps import NOT_ALLOWED, USAGE, one_of
from agent.commands.knowledge_words import article_of, line
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, open_the_store, store_option
from config.text import _, render

by_option = click.option("--by", required=True, help=say(_("who says so")))
_ADD = _(
    "Add an article, or a new text of one: FILE is Markdown with a head in YAML between two lines of --- (id, title, "
    "category, checks, symptoms). It is a draft until somebody approves it."
)


@click.command(name="add", help=say(_ADD))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@by_option
@config_option
@store_option
@lang_option
def add(file: Path, *, by: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Store it."""
    from agent.knowledge import articles, entry  # noqa: PLC0415 - only here
    from config.knowledge import MOST_BYTES, ArticleError, written  # noqa: PLC0415 - as above
    from reports.record.knowledge import Step  # noqa: PLC0415 - as above

    site = load_site(config_path)
    try:
        if file.stat().st_size > MOST_BYTES:
            fail(say(_("{file}: larger than {most:bytes}", file=file.name, most=MOST_BYTES)), NOT_ALLOWED)
        one = written(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        fail(say(_("{file}: not UTF-8", file=file.name)), NOT_ALLOWED)
    except ArticleError as error:
        fail(
            say(
                _(
                    "{file}: {where} {why}",
                    file=file.name,
                    where=error.where,
                    why=render(error.text, language_of(site, lang)),
                )
            ),
            NOT_ALLOWED,
        )
    with open_the_store(store_url, site) as store:
        if unknown := [check for check in one.checks if check not in _known()]:
            fail(say(_("{file}: no such check: {checks}", file=file.name, checks=tuple(unknown))), NOT_ALLOWED)
        store.record([entry(Step.WRITTEN, one.id, by, one=one)])
        language = language_of(site, lang)
        click.echo(line(articles(store, language)[one.id], language))


def _known() -> frozenset[str]:
    from agent.knowledge import BY_ID  # noqa: PLC0415 - only here

    return BY_ID


@click.command(
    name="draft", help=say(_("Write a draft into FILE from the record of an incident, to be worked on and added."))
)
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@store_option
@lang_option
def draft(number: str, file: Path, *, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Write the file; refuses to write over one that is there."""
    import yaml  # noqa: PLC0415 - only here

    from agent.knowledge import checks_of, grown_from  # noqa: PLC0415 - as above

    site = load_site(config_path)
    with open_the_store(store_url, site, create=False) as store:
        one = one_of(store, number)
        made = grown_from(one, checks_of(store, one))
    head = {
        "id": made.id,
        "title": made.title,
        "category": made.category,
        "checks": [*made.checks],
        "symptoms": [made.title],
    }
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n{made.text}")
    except FileExistsError:
        fail(render(_("{file} is there already", file=str(file)), language_of(site, lang)), USAGE)
    click.echo(str(file))


@click.command(name="approve", help=say(_("Say that an article is right: it is offered before drafts.")))
@click.argument("article")
@by_option
@config_option
@store_option
@lang_option
def approve(article: str, *, by: str, config_path: Path | None, store_url: str | None, lang: str | None) -> None:
    """Add the word."""
    _say("approved", article, by, "", (config_path, store_url, lang))


@click.command(name="retire", help=say(_("Take an article out of use, with the reason; it stays readable.")))
@click.argument("article")
@by_option
@click.option("--reason", required=True, help=say(_("why it is out of use")))
@config_option
@store_option
@lang_option
def retire(
    article: str, *, by: str, reason: str, config_path: Path | None, store_url: str | None, lang: str | None
) -> None:
    """Add the word."""
    _say("retired", article, by, reason, (config_path, store_url, lang))


@click.command(name="used", help=say(_("Write down that an article was used for an incident, and whether it helped.")))
@click.argument("article")
@click.argument("number")
@click.option("--helped/--not-helped", "has_helped", required=True, help=say(_("whether it helped")))
@by_option
@config_option
@store_option
@lang_option
def used(
    article: str,
    number: str,
    *,
    has_helped: bool,
    by: str,
    config_path: Path | None,
    store_url: str | None,
    lang: str | None,
) -> None:
    """Add the use."""
    _say("used", article, by, "", (config_path, store_url, lang), (number, has_helped))


_Where = tuple[Path | None, str | None, str | None]


def _say(step: str, article: str, by: str, note: str, where: _Where, of: tuple[str, bool] | None = None) -> None:
    """Add a person's word on an article; ``where`` are configuration, store and language, ``of`` an incident and a help."""
    from agent.knowledge import entry  # noqa: PLC0415 - only here
    from reports.record.knowledge import Step  # noqa: PLC0415 - as above

    config_path, store_url, lang = where
    site = load_site(config_path)
    language = language_of(site, lang)
    if not by.strip():
        fail(say(_("a person’s word has a name and a reason")), USAGE)
    with open_the_store(store_url, site) as store:
        one = article_of(store, article, language)
        said = {"incident": one_of(store, of[0]).id, "helped": "yes" if of[1] else "no"} if of else {}
        store.record([entry(Step(step), one.id, by, note, said=said)])
        click.echo(line(article_of(store, one.id, language), language))
