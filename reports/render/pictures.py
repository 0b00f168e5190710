"""What is drawn: a chart or a map, as SVG and by its proportions."""

from reports.documents.model import Chart, Map
from reports.render import charts, maps, placing

Picture = Chart | Map


def svg(picture: Picture, language: str) -> str:
    """Draw it."""
    return maps.svg(picture) if isinstance(picture, Map) else charts.svg(picture, language)


def height_to_width(picture: Picture) -> float:
    """How high it is for its width."""
    if isinstance(picture, Map):
        return maps.height_of(picture) / placing.WIDTH
    return charts.height_of(picture) / charts.WIDTH
