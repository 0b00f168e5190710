"""``xunjian plan``: everything that would be sent to each target, and nothing sent."""

import json
from pathlib import Path
from typing import Any

import click

from agent.cli import say
from agent.commands.options import config_option, fail, lang_option, language_of, load_site, output_option
from agent.expected import INSPECTED_KINDS, Wanted, targets_of, values_of, wanted_checks
from collectors.base import Root
from config.site import Site, Target
from config.text import Text, _, render

NOTHING_TO_PLAN = 64  # sysexits EX_USAGE
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
    chosen = targets_of(site, wanted)
    if checks and not any(wanted_checks(target, wanted) for target in chosen):
        fail(say(_("No check fits. xunjian checks list lists them all.")), NOTHING_TO_PLAN)
    if script:
        for target in chosen[:1]:
            click.echo(_script(site, target, wanted))
        return
    plans = [_plan(site, target, wanted, language) for target in chosen]
    if output == "json":
        click.echo(json.dumps(plans, ensure_ascii=False, indent=1))
        return
    for plan in plans:
        _print(plan, language)
    for target in site.targets:
        if target.kind not in INSPECTED_KINDS:
            told = _("{target} ({kind}): this version has no way to ask it; it stays in the list as not inspected")
            click.echo(render(Text(told.template, {"target": target.id, "kind": target.kind}), language))


def _plan(site: Site, target: Target, wanted: Wanted, language: str) -> dict[str, Any]:
    from agent.planning import asks_of  # noqa: PLC0415 - only here

    bounds = site.bounds
    rows = asks_of(target.platform, wanted_checks(target, wanted), values_of(site))
    return {
        "target": target.id,
        "address": target.address,
        "kind": target.kind,
        "way": "ssh" if target.kind == "linux" else "local",
        "jump": target.ssh.jump,
        "sudo": target.ssh.sudo or target.sudo,
        "seconds_at_most": target.seconds or bounds.target_seconds,
        "asks": [
            {
                "id": row.id,
                "round": row.round,
                "for_checks": list(row.checks),
                "command": row.command,
                "each": row.each,
                "items_at_most": row.most,
                "values": [f"{name}={value} ({source})" for name, value, source in row.values],
                "seconds_at_most": row.seconds,
                "kib_at_most": row.kib,
                "runs": row.samples,
                "root": row.root.value,
                "root_words": render(ROOT_WORDS[row.root], language),
            }
            for row in rows
        ],
    }


def _print(plan: dict[str, Any], language: str) -> None:
    head = _(
        "{target} ({address}, by {way}): {count} asks in one script, at most {seconds} s; sudo {sudo}",
        target=plan["target"],
        address=plan["address"],
        way=plan["way"],
        count=len(plan["asks"]),
        seconds=plan["seconds_at_most"],
        sudo=_("allowed") if plan["sudo"] else _("not used"),
    )
    click.echo(render(head, language))
    note = _(
        "On the target: one private folder under /dev/shm, /run or /var/tmp, removed at the end; every command runs at low "
        "priority with closed input, its own time and size limit, as the inspecting account."
    )
    click.echo("  " + render(note, language))
    for ask in plan["asks"]:
        limits = _(
            "round {round}, at most {seconds} s and {kib} KiB, runs {runs}, root: {root}",
            round=ask["round"],
            seconds=ask["seconds_at_most"],
            kib=ask["kib_at_most"],
            runs=ask["runs"],
            root=ask["root_words"],
        )
        click.echo(f"\n  {ask['id']}  [{', '.join(ask['for_checks'])}]\n    # {render(limits, language)}")
        for line in ask["command"].strip().splitlines():
            click.echo("    $ " + line)
        if ask["each"]:
            each = _("for each item, at most {most}: {command}", most=ask["items_at_most"], command=ask["each"])
            click.echo("    " + render(each, language))
        for value in ask["values"]:
            click.echo(f"    {value}")
    click.echo("")


def _script(site: Site, target: Target, wanted: Wanted) -> str:
    from agent.planning import script_of  # noqa: PLC0415 - only here

    return script_of(target, wanted_checks(target, wanted), values_of(site), site.bounds)
