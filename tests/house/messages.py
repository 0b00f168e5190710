"""Keep the message catalogue: extract from the code, merge into one .po a module, compile one .mo.

python -m tests.house.messages [MODULE.py ...]   write (only those modules' files, when named) and compile
python -m tests.house.messages --check  say what is missing, empty, fuzzy or stale; exit 1
"""

import ast
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from agent.language import CLICK_PLURALS

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "config" / "locale" / "zh_CN"
MO = LOCALE / "LC_MESSAGES" / "xunjian.mo"
PACKAGES = ("agent", "checks", "collectors", "config", "reports")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed date: the compiled file depends on the words alone


def modules() -> list[Path]:
    """Every module of ours, relative to the root."""
    return sorted(p.relative_to(ROOT) for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def messages(module: Path) -> list[str]:
    """The message ids of one module, in order, once each.

    What ``_()`` and ``Text()`` are given as a literal, and the unit and source of each ``limit()``. Read from the syntax
    tree: babel's reader does not see into f-strings before Python 3.12.
    """
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    ids = [word for call in calls for word in _words(call)]
    return list(dict.fromkeys(i for i in ids if i and i != "{verbatim}"))


def _words(call: ast.Call) -> list[str]:
    match call.func:
        case ast.Name(id="_" | "Text"):
            given = call.args[:1]
        case ast.Name(id="limit"):
            given = [keyword.value for keyword in call.keywords if keyword.arg in {"unit", "source"}]
        case _:
            given = []
    return [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _po(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale="zh_CN")


def merged() -> tuple[dict[Path, Catalog], list[str]]:
    """The catalogue of each module that has messages, and what is wrong with them all."""
    catalogues: dict[Path, Catalog] = {}
    wrong: list[str] = []
    said: dict[str, tuple[str, Path]] = {}
    elsewhere = {m.id: m.string for p in LOCALE.rglob("*.po") for m in _po(p) if m.id and m.string}
    for module in modules():
        ids = messages(module)
        path = LOCALE / module.with_suffix(".po")
        old = _po(path) if path.exists() else Catalog(locale="zh_CN")
        known = {m.id for m in old if m.id}
        wrong += [f"{path.relative_to(ROOT)}: stale: {i!r}" for i in sorted(known - set(ids), key=str)]
        if not ids:
            continue
        new = Catalog(locale="zh_CN", charset="utf-8")
        for msgid in ids:
            entry = old.get(msgid)
            words = str(entry.string if entry and entry.string else elsewhere.get(msgid, ""))
            if not words or (entry and entry.fuzzy):
                wrong.append(f"{path.relative_to(ROOT)}: empty or fuzzy: {msgid!r}")
            elif said.setdefault(msgid, (words, path))[0] != words:
                wrong.append(f"{path.relative_to(ROOT)}: {msgid!r} reads otherwise in {said[msgid][1].relative_to(ROOT)}")
            new.add(msgid, words)
        catalogues[path] = new
    expected = set(catalogues)
    wrong += [
        f"{p.relative_to(ROOT)}: no module of that name has messages" for p in LOCALE.rglob("*.po") if p not in expected
    ]
    return catalogues, wrong


def compiled(catalogues: dict[Path, Catalog]) -> bytes:
    """All catalogues as one .mo."""
    whole = Catalog(locale="zh_CN", charset="utf-8", creation_date=EPOCH, revision_date=EPOCH)
    for catalogue in catalogues.values():
        for message in catalogue:
            if message.id and message.string:
                plural = CLICK_PLURALS.get(str(message.id), "")
                words = str(message.string)
                whole.add((str(message.id), plural) if plural else message.id, (words,) if plural else words)
    out = BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def main() -> int:
    """Write or check."""
    catalogues, wrong = merged()
    if "--check" in sys.argv:
        if not MO.exists() or MO.read_bytes() != compiled(catalogues):
            wrong.append(f"{MO.relative_to(ROOT)}: not what the .po files say; run make messages")
        print("\n".join(wrong) or "messages: complete")
        return 1 if wrong else 0
    for path in [p for p in LOCALE.rglob("*.po") if p not in catalogues and len(sys.argv) == 1]:
        path.unlink()
    named = {LOCALE / Path(name).with_suffix(".po") for name in sys.argv[1:]}
    for path, catalogue in catalogues.items():
        if named and path not in named:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        out = BytesIO()
        write_po(out, catalogue, width=116, omit_header=True)
        path.write_bytes(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + out.getvalue())
    MO.parent.mkdir(parents=True, exist_ok=True)
    MO.write_bytes(compiled(catalogues))
    print("\n".join(line for line in wrong if "stale" not in line and "no module" not in line) or "messages: complete")
    return 0


if __name__ == "__main__":
    sys.exit(main())
