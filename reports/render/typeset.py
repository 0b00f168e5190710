"""The typesetter: typst sources to pdf or png, with the bundled font so that output is the same everywhere."""

from functools import lru_cache
from importlib import resources
from typing import Literal

from reports.render import RenderError, fonts


def typeset(source: str, kind: Literal["pdf", "png"], inputs: dict[str, str], *, ppi: float = 144.0) -> list[bytes]:
    """Typeset ``source``; ``kind`` is pdf, or png with one element a page.

    Raises RenderError where no Chinese font is found.
    """
    import typst  # noqa: PLC0415 - a library of 80 MB

    folder = fonts.bundled()
    family = fonts.BUNDLED if folder else system_family()
    made = typst.compile(
        source.encode(),
        format=kind,
        ppi=ppi,
        sys_inputs={"font": family, **inputs},
        font_paths=typst.Fonts(include_system_fonts=folder is None, font_paths=[folder] if folder else []),
    )
    return [made] if isinstance(made, bytes) else list(made)


@lru_cache
def system_family() -> str:
    """The first Chinese family that this machine has."""
    import typst  # noqa: PLC0415 - as above

    found = typst.Fonts(include_embedded_fonts=False).families()
    for family in fonts.SYSTEM:
        if family in found:
            return family
    raise RenderError(
        f"no Chinese font for pdf and charts: install {fonts.PACKAGE} from PyPI, or a package such as fonts-noto-cjk"
    )


def template(name: str) -> str:
    """Read one of our own templates."""
    return resources.files("reports.render").joinpath("templates", name).read_text("utf-8")
