"""A file of targets, whatever its form, into targets."""

from collections.abc import Callable, Mapping

from agent.sheets.ansible import from_ini, from_yaml
from agent.sheets.files import from_csv, from_xlsx
from agent.sheets.imported import Imported
from agent.sheets.ssh_config import from_ssh_config
from config.problems import Problem
from config.text import _

MOST_BYTES = 32 * 1024**2

FORMS = ("xlsx", "csv", "ansible", "ssh_config")


def imported(content: bytes, name: str, form: str = "") -> Imported:
    """Read ``content``; ``name`` is the file's, for places and, without a ``form`` of ``FORMS``, to tell what it is."""
    if len(content) > MOST_BYTES:
        return Imported((), (Problem(name, "", _("a file of {size:bytes}", size=len(content)), _("split the list")),))
    reader = _READERS.get(form or form_of(content, name))
    if reader is None:
        found = _("an old workbook (.xls)") if content.startswith(b"\xd0\xcf\x11\xe0") else _("a file of another form")
        return Imported(
            (), (Problem(name, "", found, _("save it as .xlsx or CSV, or name its form: {forms}", forms=FORMS)),)
        )
    return reader(content, name)


def form_of(content: bytes, name: str) -> str:
    """Tell the form by what the file begins with, then by its name; empty when neither says."""
    lower = name.lower()
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    if lower.endswith((".csv", ".tsv", ".txt")):
        return "csv"
    if lower.endswith((".ini", ".yaml", ".yml", "hosts", "inventory")):
        return "ansible"
    return "ssh_config" if lower.endswith(("config", ".ssh", ".conf")) else ""


def _ansible(content: bytes, name: str) -> Imported:
    return _of_text(content, name, from_yaml if name.lower().endswith((".yaml", ".yml")) else from_ini)


def _ssh_config(content: bytes, name: str) -> Imported:
    return _of_text(content, name, from_ssh_config)


def _of_text(content: bytes, name: str, read: Callable[[str, str], Imported]) -> Imported:
    try:
        return read(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        return Imported((), (Problem(name, "", _("bytes that are no text in UTF-8"), _("save the file as UTF-8")),))


_READERS: Mapping[str, Callable[[bytes, str], Imported]] = {
    "xlsx": from_xlsx,
    "csv": from_csv,
    "ansible": _ansible,
    "ssh_config": _ssh_config,
}
