"""``xunjian plan``: everything that would be sent to each target, and nothing sent."""

import json
from pathlib import Path
from typing import Any

import click

from agent.catalogue import members_kinds
from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, output_option
from agent.commands.plan_words import SCRIPTED, WAYS, heading
from agent.expected import (
    Wanted,
    groups_of,
    members_needs,
    targets_of,
    unasked_of,
    values_of,
    wanted_checks,
)
from collectors.base import Root, Source
from config.own import PREFIXES
from config.site import Site, Target
from config.text import Text, _, render

NOTHING_TO_PLAN = 64  # sysexits EX_USAGE
SOURCE_WORDS = {
    Source.CONFIGURATION.value: _("from the configuration"),
    Source.ITEM.value: _("from the list that the target gave"),
    Source.FACT.value: _("from what the target answered before"),
    Source.BOOKMARK.value: _("from where the last inspection ended"),
}
ROOT_WORDS = {
    Root.NEVER: _("no"),
    Root.BETTER: _("sees more with root"),
    Root.NEEDED: _("root needed"),
}


@click.command(name="plan", help=say(_("Print all that would be sent to each target, for approval. Nothing is sent.")))
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option("--only", "checks", multiple=True, help=say(_("only checks whose id fits (globs)")))
@click.option("--script", is_flag=True, help=say(_("print the very script that the first round sends")))
@config_option
@output_option
@lang_option
def command(
    targets: tuple[str, ...],
    checks: tuple[str, ...],
    config_path: Path | None,
    output: str,
    lang: str | None,
    *,
    script: bool,
) -> None:
    """Print the plan."""
    site = load_site(config_path)
    language = language_of(site, lang)
    wanted = Wanted(targets, checks)
    chosen, groups = targets_of(site, wanted), groups_of(site, wanted)
    if checks and not groups and not any(wanted_checks(target, wanted) for target in chosen):
        fail(say(_("No check fits. xunjian checks list lists them all.")), NOTHING_TO_PLAN)
    if script:
        for target in chosen[:1]:
            click.echo(_script(site, target, wanted))
        return
    plans = [_plan(site, target, wanted, language) for target in chosen]
    plans_of_groups = [_plan_of_group(group, wanted) for group in groups]
    if output == "json":
        click.echo(json.dumps([*plans, *plans_of_groups], ensure_ascii=False, indent=1))
        return
    for plan in plans:
        _print(plan, language)
    for plan in plans_of_groups:
        _print_group(plan, language)
    for target in unasked_of(site, wanted):
        click.echo(render(not_asked(target), language))


def not_asked(target: Target) -> Text:
    """Say of a target that no session can ask that it keeps its place."""
    from reports.documents.kinds import name_of  # noqa: PLC0415 - only here

    return _(
        "{target} ({kind}): this version has no way to ask it; it stays in the list as not inspected",
        target=target.id,
        kind=name_of(target.kind),
    )


def _plan(site: Site, target: Target, wanted: Wanted, language: str) -> dict[str, Any]:
    from agent.planning import asks_of  # noqa: PLC0415 - only here
    from agent.sending import writes  # noqa: PLC0415 - as above

    bounds = site.bounds
    rows = asks_of(
        target.platform,
        wanted_checks(target, wanted),
        values_of(site, target.id),
        members_needs(site, wanted, target),
        target,
    )
    return {
        "target": target.id,
        "address": target.address,
        "kind": target.kind,
        "writes_confirmed_by": target.confirmed_by if writes(target) else "",
        "way": WAYS.get(target.kind, target.platform),
        "jump": target.ssh.jump,
        "sudo": target.ssh.sudo or target.sudo,
        "seconds_at_most": target.seconds or bounds.target_seconds,
        "asks": [
            {
                "id": row.id,
                "is_here": row.is_here,
                "is_own": row.id.startswith(PREFIXES),
                "round": row.round,
                "for_checks": list(row.checks),
                "command": row.command,
                "each": row.each,
                "items_at_most": row.most,
                "values": [f"{name}={value} ({source})" for name, value, source in row.values],
                "values_words": [f"{name}={value} ({render(SOURCE_WORDS[s], language)})" for name, value, s in row.values],
                "seconds_at_most": row.seconds,
                "kib_at_most": row.kib,
                "runs": row.samples,
                "root": row.root.value,
                "root_words": render(ROOT_WORDS[row.root], language),
            }
            for row in rows
        ],
    }


def _plan_of_group(group: Target, wanted: Wanted) -> dict[str, Any]:
    needs = members_kinds(group.platform, wanted_checks(group, wanted))
    return {
        "target": group.id,
        "kind": group.kind,
        "members": list(group.members),
        "needs_of_members": {check: [kind.name for kind in kinds] for check, kinds in needs.items()},
        "asks": [],
    }


def _print_group(plan: dict[str, Any], language: str) -> None:
    told = _(
        "{target} ({kind} of {members}): asked nothing itself; judged on the answers of its members",
        target=plan["target"],
        kind=plan["kind"],
        members=tuple(plan["members"]),
    )
    click.echo(render(told, language))
    for check, kinds in plan["needs_of_members"].items():
        click.echo("  " + render(_("{check} needs of each member: {kinds}", check=check, kinds=tuple(kinds)), language))
    click.echo("")


def _print(plan: dict[str, Any], language: str) -> None:
    head, *notes = (render(line, language) for line in heading(plan))
    click.echo("\n  ".join((head, *notes)))
    is_script = plan["kind"] in SCRIPTED
    ours = [ask for ask in plan["asks"] if not ask["is_own"]]
    for ask in ours:
        _print_ask(ask, language, is_script=is_script)
    if len(ours) < len(plan["asks"]):
        own = _("The site's own, from the configuration (custom checks and monitoring plug-ins):")
        click.echo("\n  " + render(own, language))
    for ask in plan["asks"]:
        if ask["is_own"]:
            _print_ask(ask, language, is_script=is_script)
    click.echo("")


def _print_ask(ask: dict[str, Any], language: str, *, is_script: bool) -> None:
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
    click.echo(f"\n  {ask['id']}  [{', '.join(ask['for_checks'])}]\n    # {render(limits, language)}")
    sign = "$ " if is_script or ask["is_here"] else ""
    for line in ask["command"].strip().splitlines():
        click.echo(f"    {sign}{line}")
    if ask["each"]:
        each = _("for each item, at most {most}: {command}", most=ask["items_at_most"], command=ask["each"])
        click.echo("    " + render(each, language))
    for value in ask["values_words"]:
        click.echo(f"    {value}")


def _script(site: Site, target: Target, wanted: Wanted) -> str:
    from agent.planning import script_of  # noqa: PLC0415 - only here

    kinds = [check.needs for check in wanted_checks(target, wanted)]
    kinds += [kind for of in members_needs(site, wanted, target).values() for kind in of]
    return script_of(target, kinds, values_of(site, target.id), site.bounds)
