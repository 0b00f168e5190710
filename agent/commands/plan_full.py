"""The plan whole: every command as it would be sent, behind an index that says in which line each stands."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.commands.plan_words import alike, heading, is_script, listed
from config.text import _, render

Plan = Mapping[str, Any]
Index = list[tuple[str, int]]
"""What stands in which line of the listing, counted from 0."""


def full(plans: Sequence[Plan], language: str, *, has_index: bool) -> Iterator[str]:
    """The lines; targets to which the very same is sent share one listing."""
    index: Index = []
    body: list[str] = []
    for together in alike(plans, lambda plan: (is_script(plan) or plan["way"], plan["asks"])):
        _listing(together, language, body, index)
    if has_index and index:
        title = _("Index (line of this output):")
        yield render(title, language)
        before = 1 + len(index) + 1  # the title, the index, an empty line
        width = len(str(before + len(body)))
        for name, line in index:
            yield f"  {before + line + 1:>{width}}  {name}"
        yield ""
    yield from body


def _listing(together: Sequence[Plan], language: str, body: list[str], index: Index) -> None:
    plan = together[0]
    index.append((", ".join(str(one["target"]) for one in together), len(body)))
    for one in together:
        head, *notes = (render(line, language) for line in heading(one))
        body.append(head)
    body += ["  " + note for note in notes]
    has_script = is_script(plan)
    _asks([ask for ask in plan["asks"] if not ask["is_own"]], language, body, index, has_script=has_script)
    own = [ask for ask in plan["asks"] if ask["is_own"]]
    if own:
        said = _("The site's own, from the configuration (custom checks and monitoring plug-ins):")
        body += ["", "  " + render(said, language)]
        _asks(own, language, body, index, has_script=has_script)
    body.append("")


def _asks(asks: Sequence[Plan], language: str, body: list[str], index: Index, *, has_script: bool) -> None:
    for same in listed(asks):
        body.append("")
        for ask in same:
            index.append((f"  {ask['id']}", len(body)))
            body.append(f"  {ask['id']}  [{', '.join(ask['for_checks'])}]")
        body += _ask(same[0], language, has_script=has_script)


def _ask(ask: Plan, language: str, *, has_script: bool) -> Iterator[str]:
    limits = _(
        "round {round}, at most {seconds} s and {kib} KiB, runs {runs}, root: {root}",
        round=ask["round"],
        seconds=ask["seconds_at_most"],
        kib=ask["kib_at_most"],
        runs=ask["runs"],
        root=ask["root_words"],
    )
    if ask["is_here"]:
        limits = _("{limits}; run on the inspecting machine", limits=limits)
    yield f"    # {render(limits, language)}"
    sign = "$ " if has_script or ask["is_here"] else ""
    for line in ask["command"].strip().splitlines():
        yield f"    {sign}{line}"
    if ask["each"]:
        each = _("for each item, at most {most}: {command}", most=ask["items_at_most"], command=ask["each"])
        yield from ("    " + line for line in render(each, language).splitlines())
    for value in ask["values_words"]:
        yield f"    {value}"
