"""Where the devices of a map stand: layers outward from the middle of the network, so that no two ever overlap.

The layers are by distance from the middle; within them a library (grandalf, after Sugiyama, Tagawa and Toda 1981) orders
the devices so that few lines cross. Up to five layers stand side by side, more one under the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 680.0
_TALLEST: Final = 840.0
"""With title and legend still on one upright page."""
_ROW_AT_MOST: Final = 46.0
_ACROSS: Final = 5
"""Names that stand legibly side by side."""
_GAP: Final = 36.0
_BOX_AT_MOST: Final = 150.0
_SIDE: Final = 6.0
_BESIDE: Final = 14.0
"""Between two boxes of a row."""
_TWIN: Final = 0.5
"""Of the neighbours of both, what two devices share that stand in one layer as a pair."""
MOST: Final = 60
"""Devices; more are no longer legible on a page: 60 one under the other have 14 units each, 3.5 mm."""

Wires = Sequence[tuple[int, int]]
Near = Mapping[int, list[int]]


@dataclass(frozen=True, slots=True)
class Place:
    """A device's box by its middle. ``layer`` is the column or row it stands in, another one in each part of the map."""

    x: float
    y: float
    width: float
    height: float
    layer: tuple[int, int]
    is_column: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """One connected part: layers of devices, each with where it would like to stand (0 to 1)."""

    layers: tuple[tuple[tuple[int, float], ...], ...]

    @property
    def is_wide(self) -> bool:
        """Whether its layers stand side by side."""
        return 1 < len(self.layers) <= _ACROSS

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return max(map(len, self.layers)) if self.is_wide else sum(len(row) for row in map(_wrapped, self.layers))


def placed(count: int, wires: Wires, preferred: frozenset[int] = frozenset()) -> tuple[dict[int, Place], float]:
    """Place ``count`` devices, 1 to MOST, and give the height; ``preferred`` are rather the middle than others."""
    near: dict[int, list[int]] = {n: [] for n in range(count)}
    for one, other in sorted({(min(w), max(w)) for w in wires if w[0] != w[1]}):
        near[one].append(other)
        near[other].append(one)
    parts = sorted(_parts(near, preferred), key=lambda part: -part.rows)
    pitch = min(_ROW_AT_MOST, _TALLEST / sum(part.rows for part in parts))
    places: dict[int, Place] = {}
    top = 0.0
    for number, part in enumerate(parts):
        height = part.rows * pitch
        places |= (_columns if part.is_wide else _rows)(part, number, top, pitch)
        top += height
    return places, top


def _parts(near: Near, preferred: frozenset[int]) -> Iterator[_Part]:
    left, alone = set(near), []
    for start in near:
        if start not in left:
            continue
        part = sorted(_distances(near, [start]))
        left -= set(part)
        if len(part) == 1:
            alone += part
        else:
            yield _Part(_layers(near, part, preferred))
    if alone:
        yield _Part((tuple((n, place / len(alone)) for place, n in enumerate(alone)),))


def _distances(near: Near, starts: Sequence[int]) -> dict[int, int]:
    far = dict.fromkeys(starts, 0)
    queue = list(starts)
    for n in queue:
        for other in near[n]:
            if other not in far:
                far[other] = far[n] + 1
                queue.append(other)
    return far


def _layers(near: Near, part: Sequence[int], preferred: frozenset[int]) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Order the layers of a connected part by the library."""
    from grandalf.graphs import Edge, Vertex, graph_core  # noqa: PLC0415 - only a map needs it
    from grandalf.layouts import SugiyamaLayout, VertexViewer  # noqa: PLC0415 - as above

    far = _distances(near, _middle(near, part, preferred))
    points = {n: Vertex(n) for n in part}
    for point in points.values():
        point.view = VertexViewer(w=1, h=1)
    downward = [(n, other) for n in part for other in near[n] if far[other] == far[n] + 1]
    upper = Vertex(None)  # joins several devices of the middle, as the library takes connected graphs only
    upper.view = VertexViewer(w=1, h=1)
    edges = [Edge(upper, points[n]) for n in part if far[n] == 0]
    edges += [Edge(points[one], points[other]) for one, other in downward]
    layout = SugiyamaLayout(graph_core([upper, *points.values()], edges))
    layout.init_all(roots=[upper], inverted_edges=[])
    layout.draw(6)
    across = {n: float(point.view.xy[0]) for n, point in points.items()}
    low, span = min(across.values()), max(across.values()) - min(across.values())
    depth = max(far.values()) + 1
    by_layer = (sorted((n for n in part if far[n] == layer), key=lambda n: (across[n], n)) for layer in range(depth))
    return tuple(tuple((n, (across[n] - low) / span if span else 0.5) for n in layer) for layer in by_layer)


def _middle(near: Near, part: Sequence[int], preferred: frozenset[int]) -> list[int]:
    """Choose the device that is nearest to all, and those that stand for the same: a pair, or spines not joined."""
    sums = {n: sum(_distances(near, [n]).values()) for n in part}
    first = min(part, key=lambda n: (sums[n], n not in preferred, -len(near[n]), n))
    chosen, has_pair = [first], False
    for n in part:
        mine, its = set(near[first]) - {n}, set(near[n]) - {first}
        if n == first or not mine | its or len(mine & its) / len(mine | its) < _TWIN:
            continue
        is_joined = bool(set(near[n]) & set(chosen))
        if not is_joined or (not has_pair and len(chosen) == 1):
            chosen.append(n)
            has_pair = has_pair or is_joined
    return chosen


def _columns(part: _Part, number: int, top: float, pitch: float) -> dict[int, Place]:
    count = len(part.layers)
    box = min(_BOX_AT_MOST, (WIDTH - 2 * _SIDE - (count - 1) * _GAP) / count)
    step = (WIDTH - 2 * _SIDE - box) / (count - 1)
    places: dict[int, Place] = {}
    for layer, members in enumerate(part.layers):
        x = _SIDE + box / 2 + layer * step
        low, high = top + pitch / 2, top + (part.rows - 0.5) * pitch
        spots = _apart([low + want * (high - low) for _n, want in members], pitch, low, high)
        places |= {
            n: Place(x, y, box, _height(pitch), (number, layer), is_column=True)
            for (n, _want), y in zip(members, spots, strict=True)
        }
    return places


def _rows(part: _Part, number: int, top: float, pitch: float) -> dict[int, Place]:
    box = (WIDTH - 2 * _SIDE) / _ACROSS - _BESIDE
    low, high = _SIDE + box / 2, WIDTH - _SIDE - box / 2
    places: dict[int, Place] = {}
    rows = [row for layer in part.layers for row in _wrapped(layer)]
    for place, row in enumerate(rows):
        spots = _apart([low + want * (high - low) for _n, want in row], (high - low) / (_ACROSS - 1), low, high)
        y = top + (place + 0.5) * pitch
        places |= {
            n: Place(x, y, box, _height(pitch), (number, place), is_column=False)
            for (n, _want), x in zip(row, spots, strict=True)
        }
    return places


def _wrapped(layer: tuple[tuple[int, float], ...]) -> list[tuple[tuple[int, float], ...]]:
    """Break a layer that is too long for one row: every k-th device into a row, so that each keeps near its place."""
    count = -(-len(layer) // _ACROSS)
    return [layer[start::count] for start in range(count)]


def _height(pitch: float) -> float:
    return min(20.0, pitch - 2.0)


def _apart(wanted: list[float], step: float, low: float, high: float) -> list[float]:
    """Keep the order and at least ``step`` between neighbours, as near to what is wanted as the room allows."""
    spots = [max(low, min(wanted[0], high))]
    for want in wanted[1:]:
        spots.append(max(spots[-1] + step, want))
    spots[-1] = min(spots[-1], high)
    for place in range(len(spots) - 2, -1, -1):
        spots[place] = min(spots[place], spots[place + 1] - step)
    return spots
