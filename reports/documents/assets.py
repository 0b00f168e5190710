"""Chapter 2: the targets and assets by kind, and what is left to be looked at by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from checks.base import Exhibit
from checks.result import TargetResult
from config.text import Text, _
from reports.documents.exhibits import fitted, gathered
from reports.documents.kinds import CLASSES, GROUP, ORIGINS, class_of, look_at, name_of
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, without_empty

STATES: Final = {
    "done": _("inspected"),
    "unreached": _("not reached"),
    "cut_off": _("given up at the deadline"),
    "unasked": _("this version cannot collect from it"),
    "unlooked": _("not looked at"),
}


def is_asset_exhibit(exhibit: Exhibit) -> bool:
    """Whether an exhibit is the list of what a machine is made of, which chapter 2 shows."""
    return "asset" in exhibit.check


def chapter_targets(material: Material) -> Section:
    """The contract's asset list by kind, whether each was reached, and what the machines say they are."""
    lists: dict[str, list[str]] = {kind.template: [] for kind in CLASSES}
    for target in material.targets:
        lists[class_of(material.kind_of(target)).template].append(target)
    held = [(kind, lists[kind.template]) for kind in CLASSES if lists[kind.template]]
    blocks: list[Block] = []
    for kind, targets in held:
        caption = material.say(_("{kind} ({count})", kind=kind, count=len(targets))) if len(held) > 1 else None
        blocks.append(replace(_assets(material, targets), caption=caption))
    exhibits = gathered(
        material, [(r.target, e) for r in material.inspection.targets for e in r.exhibits if is_asset_exhibit(e)]
    )
    for title, exhibit in exhibits:
        blocks += [Heading(title, 2), *fitted(exhibit)]
    return Section("2", material.say(_("Targets and assets")), tuple(blocks), "targets")


def _assets(material: Material, targets: list[str]) -> Table:
    are_groups = all(class_of(material.kind_of(target)) is GROUP for target in targets)
    head = (
        (_("Target"), 15),
        (_("Members") if are_groups else _("Address"), 12),
        (_("System or version"), 18),
        (_("Model and serial number"), 19),
        (_("Location"), 11),
        (_("Warranty"), 13),
        (_("Reached"), 12),
    )
    return without_empty(
        Table(columns(material, *head), tuple(_asset_row(material, target) for target in targets), is_dense=True)
    )


def _asset_row(material: Material, target: str) -> tuple[Words, ...]:
    asset, result = material.asset(target), material.results.get(target)
    address = result.address if result else material.assets[target].address
    called = asset.get("name") or (result.about.get("hostname", "") if result else "")
    name = f"{target} {called}" if called and called != target else target
    members = " ".join(result.members) if result else ""
    about = result.about if result else {}
    model = " ".join(said for key in ("model", "serial") if (said := asset.get(key) or about.get(key, "")))
    facts = (name, address or members, _system(about), model, asset.get("location", ""))
    tone = "ok" if result and result.state == "done" else "unknown"
    return (
        *(fact(value) if value else DASH for value in facts),
        _warranty(material, asset.get("warranty_ends_on", "")),
        material.say(_listed(material, target, _state(result)), tone=tone),
    )


def _system(about: Mapping[str, str]) -> str:
    """What runs there; the first line that a device says of itself may leave its version to the next."""
    os, version = about.get("os", ""), about.get("version", "")
    return os if version in os else f"{os} {version}".strip()


def _listed(material: Material, target: str, state: Text) -> Text:
    """The state of a target; one that the configuration does not have is no asset of the contract, and that is said."""
    return state if target in material.site.ids else _("{state}; not in the configuration’s list of targets", state=state)


def _state(result: TargetResult | None) -> Text:
    """How the inspection of a target went; a group of which nothing was said has no result."""
    if result is None or (result.state == "unasked" and result.members):
        return _("no result")
    origin = ORIGINS.get(result.transport.get("origin", ""))
    if origin and result.state == "done":
        return _("inspected ({how})", how=origin)
    return STATES.get(result.state, STATES["cut_off"])


def unasked_table(material: Material, caption: Text | None = None) -> Table:
    """The targets that this version has no way to inspect: what each is, and what to look at by hand."""
    head = ((_("Target"), 16), (_("Kind"), 17), (_("Address"), 16), (_("To be done by hand"), 51))
    rows = tuple(
        (
            fact(pair.target),
            material.say(name_of(material.kind_of(pair.target))),
            fact(material.results[pair.target].address or "—"),
            material.say(look_at(material.kind_of(pair.target))),
        )
        for pair in material.unasked
    )
    made = Table(columns(material, *head), rows, caption=material.say(caption) if caption else None, is_dense=True)
    return without_empty(made)


def _warranty(material: Material, written: str) -> Words:
    if not written:
        return DASH
    try:
        end = date.fromisoformat(written)
    except ValueError:
        return fact(written)
    if end.isoformat() < material.day(material.round.made_at):
        return material.say(_("{date} (ended)", date=written))
    return fact(written)
