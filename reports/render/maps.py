"""Maps of a network as SVG: devices as boxes, wires told apart in grey (dash, weight and mark, not colour alone)."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from reports.documents.model import Map
from reports.render.charts import FONTS
from reports.render.docx_lines import width_in_ems
from reports.render.legal import legal
from reports.render.placing import WIDTH, Place, placed

_TOP: Final = 34.0
"""For the legend."""
_INK: Final = "#262626"
_STYLES: Final[Mapping[str, tuple[str, float, str]]] = {
    "agreed": ("#1f4e79", 1.2, ""),
    "one_end": ("#b45309", 1.2, "5 3"),
    "differ": ("#b91c1c", 2.2, ""),
    "outside": ("#8a8a8a", 0.8, ""),
}
"""Colour, weight and dashes of a wire."""
_SAMPLE: Final = 26.0
_LETTER: Final = 1.06
"""The chart's faces over Arial's, by which letters are counted."""

_Point = tuple[float, float]


def svg(drawn: Map) -> str:
    """Draw a map; a size of its own, no script, no outside font."""
    places, height = _placed(drawn)
    inside = "".join((*_legend(drawn), *_wires(drawn, places), *_boxes(drawn, places)))
    size = f'width="{WIDTH:.0f}" height="{height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" {size} '
        f'font-family="{FONTS}" font-size="11" role="img"><rect {size} fill="#ffffff"/>{inside}</svg>'
    )


def height_of(drawn: Map) -> float:
    """The height of the drawing, where its width is WIDTH."""
    return _placed(drawn)[1]


def _placed(drawn: Map) -> tuple[dict[int, Place], float]:
    inspected = frozenset(n for n, device in enumerate(drawn.devices) if device.is_inspected)
    places, height = placed(len(drawn.devices), [(wire.one, wire.other) for wire in drawn.wires], inspected)
    return places, round(height + _TOP + 6)


def _wires(drawn: Map, places: Mapping[int, Place]) -> Iterator[str]:
    for wire in sorted(drawn.wires, key=lambda one: list(_STYLES)[::-1].index(one.style)):  # the weightiest on top
        yield from _wire(_path(places[wire.one], places[wire.other]), wire.style, is_several=wire.count > 1)
        if wire.style == "differ":
            yield _mark(*_between(places[wire.one], places[wire.other]))


def _wire(path: str, style: str, *, is_several: bool) -> Iterator[str]:
    colour, weight, dashes = _STYLES[style]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    if is_several:  # a double line: a broad one, and white along its middle
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{weight + 2.8:.1f}"{dash}/>'
        yield f'<path d="{path}" fill="none" stroke="#ffffff" stroke-width="1.6"/>'
    else:
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{weight}"{dash}/>'


def _path(one: Place, other: Place) -> str:
    """From side to side between layers; a bow beside the boxes within one."""
    (x1, y1), (x2, y2) = _ends(one, other)
    if one.layer != other.layer:
        return f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    (x3, y3), (x4, y4) = _outward(one, other)
    return f"M{x1:.1f} {y1:.1f}C{x3:.1f} {y3:.1f} {x4:.1f} {y4:.1f} {x2:.1f} {y2:.1f}"


def _ends(one: Place, other: Place) -> tuple[_Point, _Point]:
    """Where a wire leaves its boxes: at the sides that face each other; at the right or below within one layer.

    In the right half at the left, where there is surely room.
    """
    if one.is_column:
        x1, x2 = one.width / 2, other.width / 2
        if one.layer != other.layer:
            x1, x2 = (x1, -x2) if one.x < other.x else (-x1, x2)
        elif _is_right(one):
            x1, x2 = -x1, -x2
        return (one.x + x1, one.y + _TOP), (other.x + x2, other.y + _TOP)
    y1, y2 = one.height / 2, other.height / 2
    if one.layer != other.layer:
        y1, y2 = (y1, -y2) if one.y < other.y else (-y1, y2)
    return (one.x, one.y + y1 + _TOP), (other.x, other.y + y2 + _TOP)


def _outward(one: Place, other: Place) -> tuple[_Point, _Point]:
    """What bends a bow within one layer."""
    (x1, y1), (x2, y2) = _ends(one, other)
    if one.is_column:
        bow = min(32.0, 12.0 + abs(y1 - y2) * 0.12) * (-1 if _is_right(one) else 1)
        return (x1 + bow, y1), (x2 + bow, y2)
    bow = min(20.0, 8.0 + abs(x1 - x2) * 0.06)
    return (x1, y1 + bow), (x2, y2 + bow)


def _is_right(place: Place) -> bool:
    return place.x > WIDTH / 2


def _between(one: Place, other: Place) -> _Point:
    """The middle of a wire; of a bow, three quarters of the way to what bends it."""
    share = 0.75 if one.layer == other.layer else 0.0
    ends, bent = _ends(one, other), _outward(one, other)
    (x1, y1), (x2, y2) = (
        (end[0] + (to[0] - end[0]) * share, end[1] + (to[1] - end[1]) * share) for end, to in zip(ends, bent, strict=True)
    )
    return (x1 + x2) / 2, (y1 + y2) / 2


def _mark(x: float, y: float) -> str:
    points = f"{x:.1f},{y - 5:.1f} {x + 5:.1f},{y + 4:.1f} {x - 5:.1f},{y + 4:.1f}"
    return f'<polygon points="{points}" fill="#b91c1c" stroke="#ffffff" stroke-width="1.2"/>'


def _boxes(drawn: Map, places: Mapping[int, Place]) -> Iterator[str]:
    for n, device in enumerate(drawn.devices):
        yield _box(places[n], is_inspected=device.is_inspected)
        yield _text(places[n], _short(device.name.text, places[n]))


def _box(place: Place, *, is_inspected: bool) -> str:
    look = f'stroke="{_INK}" stroke-width="1.1"' if is_inspected else 'stroke="#8a8a8a" stroke-dasharray="3 2"'
    x, y = place.x - place.width / 2, place.y - place.height / 2 + _TOP
    size = f'width="{place.width:.1f}" height="{place.height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} rx="3" fill="#ffffff" {look}/>'


def _size(place: Place) -> float:
    return min(11.0, place.height - 3.0)


def _text(place: Place, words: str) -> str:
    size = _size(place)
    at = f'x="{place.x:.1f}" y="{place.y + _TOP + size * 0.36:.1f}" text-anchor="middle"'
    return f'<text {at} fill="{_INK}" font-size="{size:.1f}">{escape(words)}</text>'


def _short(name: str, place: Place) -> str:
    """A name that its box surely holds: its beginning and its end, which tells devices of one row apart."""
    whole = " ".join(legal(name).split())
    room = (place.width - 8.0) / (_size(place) * _LETTER)
    for left in range(len(whole), 2, -1):
        shown = whole if left == len(whole) else f"{whole[: left // 2]}…{whole[-(left - left // 2) :]}"
        if width_in_ems(shown) <= room:
            return shown
    return whole[:2]


def _legend(drawn: Map) -> Iterator[str]:
    x = 6.0
    for style, words in drawn.legend:
        if style == "named":
            yield _box(Place(x + _SAMPLE / 2, 14.0 - _TOP, _SAMPLE, 12.0, (0, 0), is_column=True), is_inspected=False)
        else:
            path = f"M{x:.1f} 14L{x + _SAMPLE:.1f} 14"
            yield from _wire(path, "agreed" if style == "several" else style, is_several=style == "several")
        if style == "differ":
            yield _mark(x + _SAMPLE / 2, 14.0)
        yield f'<text x="{x + _SAMPLE + 5:.1f}" y="18" fill="{_INK}">{escape(legal(words.text))}</text>'
        x += _SAMPLE + 5 + width_in_ems(words.text) * 11 * _LETTER + 14
