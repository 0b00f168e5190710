"""The map of a network: every device has a box of its own, and no name breaks out of the drawing."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.model import Device, Map, Wire, Words
from reports.render.maps import height_of, svg
from reports.render.placing import WIDTH, Place, placed

MOST = 60


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(2, MOST))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    wires = draw(st.lists(pairs, max_size=2 * count, unique_by=frozenset))
    return count, [(min(pair), max(pair)) for pair in wires]


def is_apart(one: Place, other: Place) -> bool:
    """Whether two boxes do not overlap."""
    far = abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.01
    return far or abs(one.y - other.y) >= (one.height + other.height) / 2 - 0.01


@given(networks())
def test_no_two_boxes_overlap_and_all_are_on_the_page(network: tuple[int, list[tuple[int, int]]]) -> None:
    count, wires = network
    places, height = placed(count, wires)
    assert sorted(places) == list(range(count))
    assert all(is_apart(places[one], places[other]) for one, other in combinations(range(count), 2))
    assert all(place.width / 2 - 0.01 <= place.x <= WIDTH - place.width / 2 + 0.01 for place in places.values())
    assert all(0 <= place.y <= height for place in places.values())


def drawn(count: int) -> Map:
    names = (f"接入交换机-{n:02}-<b>" for n in range(count))
    wires = tuple(Wire(n // 4, n, style=("agreed", "differ", "one_end")[n % 3], count=1 + n % 2) for n in range(1, count))
    return Map(Words("图"), tuple(Device(Words(name, is_fact=True)) for name in names), wires)


@pytest.mark.parametrize("count", [2, 8, 30, 60])
def test_a_map_is_whole_and_lets_no_name_break_out(count: int) -> None:
    picture = svg(drawn(count))
    assert picture.count("<rect") >= count
    assert "<b>" not in picture
    assert "接入交换机" in picture
    assert height_of(drawn(count)) > 0
