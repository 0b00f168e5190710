"""The font of the pdf form: the one that comes with the installation, else the machine's own."""

from pathlib import Path
from typing import Final

BUNDLED: Final = "Noto Sans SC"
"""SIL Open Font License 1.1, from the package pylopdf-fonts-zh-cn, which carries the licence's text."""
PACKAGE: Final = "pylopdf-fonts-zh-cn"
SYSTEM: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)


def bundled() -> Path | None:
    """The folder of the bundled font; None where the package is not installed."""
    try:
        import pylopdf_fonts_zh_cn as package  # noqa: PLC0415 - only the pdf form and docx charts need it
    except ImportError:
        return None
    path = package.sans_path()
    return path.parent if path.is_file() else None
