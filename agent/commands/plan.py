"""``xunjian plan``: everything that would be sent to each target, and nothing sent."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from agent.catalogue import members_kinds
from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, output_option, security_option
from agent.commands.plan_words import ROOT_WORDS, not_asked, way_to
from agent.expected import (
    Wanted,
    groups_of,
    members_needs,
    targets_of,
    unasked_of,
    values_of,
    wanted_checks,
)
from agent.security import with_scope
from collectors.base import Source
from config.own import PREFIXES
from config.site import Site, Target
from config.text import _, render

NOTHING_TO_PLAN = 64  # sysexits EX_USAGE
SOURCE_WORDS = {
    Source.CONFIGURATION.value: _("from the configuration"),
    Source.ITEM.value: _("from the list that the target gave"),
    Source.FACT.value: _("from what the target answered before"),
    Source.BOOKMARK.value: _("from where the last inspection ended"),
}

_HELP = _(
    "Print what would be sent to each target, for approval. Nothing is sent. In short, a line an ask; with --full every "
    "script and request whole, behind an index; with CHECK (globs) those of these checks, whole."
)


@click.command(name="plan", help=say(_HELP))
@click.argument("named", metavar="[CHECK]...", nargs=-1)
@click.option("--target", "-t", "targets", multiple=True, help=say(_("only targets whose id or tag fits (globs)")))
@click.option("--only", "checks", multiple=True, help=say(_("only checks whose id fits (globs)")))
@security_option
@click.option("--full", is_flag=True, help=say(_("every script and request whole, behind an index")))
@click.option("--script", is_flag=True, help=say(_("print the very script that the first round sends")))
@config_option
@output_option
@lang_option
def command(  # noqa: PLR0913 - one parameter an option
    named: tuple[str, ...],
    targets: tuple[str, ...],
    checks: tuple[str, ...],
    config_path: Path | None,
    output: str,
    lang: str | None,
    *,
    security: bool,
    full: bool,
    script: bool,
) -> None:
    """Print the plan."""
    site = load_site(config_path)
    language = language_of(site, lang)
    checks = (*named, *checks)
    site, wanted = with_scope(site, Wanted(targets, checks), is_security=security)
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
    _print(plans, language, is_full=full or bool(checks), has_index=full)
    if not checks:
        _print_of_doctor(chosen, language, is_full=full)
    for plan in plans_of_groups:
        _print_group(plan, language)
    for target in unasked_of(site, wanted):
        click.echo(render(not_asked(target), language))


def _print(plans: list[dict[str, Any]], language: str, *, is_full: bool, has_index: bool) -> None:
    from agent.commands.plan_full import full  # noqa: PLC0415 - the one that is wanted
    from agent.commands.plan_short import short  # noqa: PLC0415 - as above

    lines = full(plans, language, has_index=has_index) if is_full else short(plans, language)
    for line in lines:
        click.echo(line)


def _print_of_doctor(targets: Sequence[Target], language: str, *, is_full: bool) -> None:
    from agent.commands.plan_doctor import of_doctor  # noqa: PLC0415 - only here

    for line in of_doctor(targets, language, is_full=is_full):
        click.echo(line)


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
        "way": way_to(target),
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
                "root_words": render(ROOT_WORDS[row.root.value], language),
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


def _script(site: Site, target: Target, wanted: Wanted) -> str:
    from agent.planning import script_of  # noqa: PLC0415 - only here

    kinds = [check.needs for check in wanted_checks(target, wanted)]
    kinds += [kind for of in members_needs(site, wanted, target).values() for kind in of]
    return script_of(target, kinds, values_of(site, target.id), site.bounds)
