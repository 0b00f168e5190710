"""A round of many targets with problems of more kinds than a page could list, the same every time."""

import random
from dataclasses import replace

from checks.base import Level
from config.site import Site
from reports.documents.material import Round
from tests import rounds

KINDS = 160


def huge(targets: int = 500) -> tuple[Round, Site]:
    """So many targets with about six problems each, of more kinds than a page could list."""
    dice = random.Random(3)
    made, contract = rounds.large(targets)
    more = tuple(
        replace(row, check=f"server.kind_{n:03}", title=rounds.both(f"Trouble of kind {n}", f"第 {n} 类检查项目"))
        for n in range(KINDS)
        for row in (rounds.CATALOGUE[n % len(rounds.CATALOGUE)],)
    )
    results = []
    for one in made.inspection.targets:
        kinds = dice.sample(range(KINDS), 5)
        found = [
            rounds.bad(
                f"server.kind_{n:03}",
                dice.choice([Level.WARN, Level.WARN, Level.NOTICE, Level.CRITICAL]),
                f"something of kind {n} is not as it should be and is to be mended",
                f"第 {n} 类项目不符合要求，应在维护窗口内处理",
            )
            for n in kinds
        ]
        checks = (*one.checks, *(f.check for f in found))
        results.append(replace(one, findings=(*one.findings, *found), checks=checks))
    catalogue = (*made.inspection.catalogue, *more)
    return replace(made, inspection=replace(made.inspection, targets=tuple(results), catalogue=catalogue)), contract
