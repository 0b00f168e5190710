"""What two inspections of one target are told apart by: nothing of the same answer, and each single change once."""

from pathlib import Path

import pytest

from checks.aspects import Weight
from checks.changes import ASPECTS
from collectors.policies import Policy, declarations
from tests.house.changed import Seed, differences, names_of, outcomes, seeded
from tests.house.seeded_databases import DATABASES
from tests.house.seeded_devices import DEVICES
from tests.house.seeded_servers import SERVERS
from tests.test_cases import CASES, FOLDERS

OF_SEVERAL = {"database.oracle.changed_rights", "database.dameng.changed_parameters", "database.dameng.changed_jobs"}
"""Made of several answers together: test_changes_database.py has their facts."""
SEEDS = (*SERVERS, *DATABASES, *DEVICES)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda one: one.name)
def test_a_change_is_named_once_in_its_class_and_nothing_else_is(seed: Seed, tmp_path: Path) -> None:
    case = CASES / seed.case
    then = outcomes(case)
    assert then, f"{seed.case} comes to no facts"
    assert tuple(differences(seeded(case, tmp_path, *seed.swaps), then)) == seed.told


def test_every_recorded_answer_differs_from_itself_in_nothing() -> None:
    """Read twice, so that nothing hangs on an object being the same."""
    compared = 0
    for case in FOLDERS:
        then = outcomes(case)
        if any(one.needs in then for one in ASPECTS):
            compared += 1
            assert not list(differences(outcomes(case), then)), case
    assert compared >= 100


def test_every_thing_of_a_recorded_answer_has_a_name_of_its_own() -> None:
    for case in FOLDERS:
        told = outcomes(case)
        for aspect in ASPECTS:
            names = names_of(aspect, told[aspect.needs]) if aspect.needs in told else []
            assert all(names), (case, aspect.id)
            assert len(names) == len(set(names)), (case, aspect.id)


def test_every_aspect_is_seen_in_some_recorded_answer() -> None:
    seen = {kind for case in FOLDERS for kind in outcomes(case)}
    assert {one.id for one in ASPECTS if one.needs not in seen} == OF_SEVERAL


def test_every_compared_field_has_its_words_and_no_other_has() -> None:
    for aspect in ASPECTS:
        kinds = declarations(aspect.record)
        compared = {name for name, one in kinds.items() if one not in {Policy.IDENTITY, Policy.ALIAS, Policy.EPOCH}}
        assert compared == set(aspect.fields), aspect.id
        assert Policy.IDENTITY in kinds.values(), aspect.id


def test_each_class_is_seeded_in_each_area() -> None:
    for seeds in (SERVERS, DATABASES, DEVICES):
        assert {one[-1] for seed in seeds for one in seed.told} == set(Weight)
    assert len(SEEDS) >= 30
