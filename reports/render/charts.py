"""Charts as SVG: lines over time that can be told apart in grey (dash and marker, not colour alone)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape
from typing import Final

from config.text import Text, render
from reports.documents.model import Chart, Line
from reports.render.legal import legal

WIDTH: Final = 680
HEIGHT: Final = 250
LOW: Final = 168
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 18, 40, 26
_COLOURS: Final = ("#1f4e79", "#b45309", "#0f766e", "#7c3aed", "#475569")
_DASHES: Final = ("", "7 3", "2 3", "9 3 2 3", "4 4")
_GRID: Final = 4
_NAME: Final = 22
_MARKERS: Final = 30
FONTS: Final = "'Noto Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif"


def svg(chart: Chart, language: str) -> str:
    """Draw a chart; a size of its own, no script, no outside font."""
    inside = "".join((*_frame(chart, language), *_cone(chart), *_lines(chart), *_limits(chart), *_legend(chart)))
    height = height_of(chart)
    size = f'width="{WIDTH}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {size} '
        f'font-family="{FONTS}" font-size="11" role="img"><rect {size} fill="#ffffff"/>{inside}</svg>'
    )


def height_of(chart: Chart) -> int:
    """How high a chart is drawn, beside ``WIDTH``."""
    return LOW if chart.is_low else HEIGHT


def top_of(chart: Chart) -> float:
    """The axis' upper end: 1 for a ratio, else a round number above the highest value."""
    highest = max((value for line in chart.lines for _at, value in line.points), default=0.0)
    if chart.unit == "ratio" and highest <= 1:
        return 1.0
    step = 1.0
    while step * 10 <= highest:
        step *= 10
    return next((step * n for n in (1, 2, 2.5, 5, 10) if step * n >= highest), step * 10)


def _x(chart: Chart, at: datetime) -> float:
    return _across(_span(chart), at)


def _across(span: tuple[datetime, datetime], at: datetime) -> float:
    first, last = span
    share = (at - first).total_seconds() / max((last - first).total_seconds(), 1.0)
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(chart: Chart, value: float) -> float:
    return _up(height_of(chart), top_of(chart), value)


def _up(height: int, top: float, value: float) -> float:
    share = min(max(value / top, 0.0), 1.0)
    return height - _BOTTOM - share * (height - _TOP - _BOTTOM)


def _placed(chart: Chart, points: Sequence[tuple[datetime, float]]) -> list[tuple[float, float]]:
    """Where points lie; the axes are found once, for a line has hundreds of points."""
    span, height, top = _span(chart), height_of(chart), top_of(chart)
    return [(_across(span, at), _up(height, top, value)) for at, value in points]


def _span(chart: Chart) -> tuple[datetime, datetime]:
    moments = [at for line in chart.lines for at, _value in line.points] + [at for at, _value in chart.cone]
    return min(moments), max(moments)


def _frame(chart: Chart, language: str) -> Iterator[str]:
    spec = {"ratio": "percent", "bytes": "bytes", "seconds": "duration"}.get(chart.unit, "number")
    for step in range(_GRID + 1):
        value = top_of(chart) * step / _GRID
        y = _y(chart, value)
        label = render(Text(f"{{value:{spec}}}", {"value": value}), language) if value else "0"
        yield f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d4d4d4" stroke-width="0.8"/>'
        yield _text(_LEFT - 6, y + 4, label, "end")
    first, last = _span(chart)
    for at, anchor in ((first, "start"), (first + (last - first) / 2, "middle"), (last, "end")):
        yield _text(_x(chart, at), height_of(chart) - 8, f"{at:%Y-%m-%d}", anchor)


def _limits(chart: Chart) -> Iterator[str]:
    for words, value in chart.limits:
        if value <= top_of(chart):
            y = _y(chart, value)
            yield (
                f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#525252" stroke-width="1" '
                'stroke-dasharray="1 3"/>'
            )
            yield _text(_LEFT + 4, y + 3, words.text, "start", "#525252", 9)


def _cone(chart: Chart) -> Iterator[str]:
    if chart.cone:
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in _placed(chart, chart.cone))
        yield f'<polygon points="{corners}" fill="#d6dbe1" stroke="none"/>'


def _lines(chart: Chart) -> Iterator[str]:
    for place, line in enumerate(chart.lines):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        points = _placed(chart, line.points)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash}"/>'
        for x, y in () if line.is_forecast else _marked(points):
            yield _marker(place, x, y, colour)


def _marked(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """The points that bear a marker: all of a few, else every so many, and the last."""
    every = -(-len(points) // _MARKERS)
    return [*points[: -1 if every > 1 else None : every], *(points[-1:] if every > 1 else ())]


def _marker(place: int, x: float, y: float, colour: str) -> str:
    shapes = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"',
        f'<rect x="{x - 2.8:.1f}" y="{y - 2.8:.1f}" width="5.6" height="5.6"',
        f'<polygon points="{x:.1f},{y - 3.6:.1f} {x + 3.4:.1f},{y + 2.6:.1f} {x - 3.4:.1f},{y + 2.6:.1f}"',
        f'<polygon points="{x:.1f},{y - 3.8:.1f} {x + 3.8:.1f},{y:.1f} {x:.1f},{y + 3.8:.1f} {x - 3.8:.1f},{y:.1f}"',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" stroke-width="2"',
    )
    fill = "#ffffff" if place % 2 else colour
    return f'{shapes[place % len(shapes)]} fill="{fill}" stroke="{colour}"/>'


def _legend(chart: Chart) -> Iterator[str]:
    width = (WIDTH - _LEFT - _RIGHT) / max(len(chart.lines), 3)
    for place, line in enumerate(chart.lines):
        x = _LEFT + place * width
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        stroke = f'stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dash}"'
        yield f'<line x1="{x:.1f}" x2="{x + 22:.1f}" y1="18" y2="18" {stroke}/>'
        if not line.is_forecast:
            yield _marker(place, x + 11, 18, colour)
        yield _text(x + 27, 22, _short(line, int(width / 7.5)), "start")


def _short(line: Line, most: int) -> str:
    name, most = " ".join(legal(line.name.text).split()), min(most, _NAME)
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-(most - most // 2) :]}"


def _text(x: float, y: float, words: str, anchor: str, fill: str = "#262626", size: int = 11) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    halo = 'stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f'<text {place} {halo} fill="{fill}" font-size="{size}">{escape(legal(words))}</text>'
