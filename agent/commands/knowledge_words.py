"""An article as ``xunjian knowledge`` prints it, and how one is found by its name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent.cli import say
from agent.commands.incident_steps import USAGE
from agent.commands.options import fail
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from agent.store.store import Store
    from reports.record.knowledge import Article, Candidate


def article_of(store: "Store", wanted: str, language: str) -> "Article":
    """The article of a name; exits where there is none."""
    from agent.knowledge import articles  # noqa: PLC0415 - only here
    from config.problems import suggest  # noqa: PLC0415 - as above

    every = articles(store, language)
    if wanted not in every:
        near = suggest(wanted, [*every])
        fail(say(_("no article {id}: {near} See also xunjian knowledge search", id=wanted, near=near)), USAGE)
    return every[wanted]


def line(one: "Article", language: str, why: Text | None = None) -> str:
    """An article on one line."""
    from reports.record.knowledge import STATE_WORDS  # noqa: PLC0415 - only here

    used_ = _("used {uses:number}, helped {helped:number}", uses=one.uses, helped=one.helped)
    words = [one.id, printable(one.title), printable(one.category), render(STATE_WORDS[one.state], language)]
    words += [render(used_, language)] if one.uses else []
    words += [render(why, language)] if why else []
    return "  ".join(words)


def why(one: "Candidate") -> Text:
    """Why an article is offered."""
    return _("fits by {words}", words=tuple(printable(word) for word in (*one.checks, *one.words)))


def course(one: "Article") -> Iterator[Text]:
    """What is to be said of an article beside its line."""
    yield _("version {version:number}", version=one.version)
    if one.by:
        yield _("written by {who}", who=printable(one.by))
    if one.approved_by:
        yield _("approved by {who}", who=printable(one.approved_by))
    if one.incident:
        yield _("grew from incident {number}", number=one.incident)
    if one.symptoms:
        yield _("symptoms: {words}", words=tuple(printable(word) for word in one.symptoms))
    if one.checks:
        yield _("checks: {ids}", ids=one.checks)


def plain(one: "Article") -> dict[str, object]:
    """An article as programs are given it."""
    return {
        "id": one.id,
        "title": one.title,
        "category": one.category,
        "checks": list(one.checks),
        "symptoms": list(one.symptoms),
        "state": one.state.value,
        "version": one.version,
        "shipped": one.is_shipped,
        "by": one.by,
        "approved_by": one.approved_by,
        "uses": one.uses,
        "helped": one.helped,
    }
