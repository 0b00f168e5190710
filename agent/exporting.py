"""One piece of evidence as a folder in the form of the project's own test cases: a field bug is one folder."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.masking import Mask
from checks.result import Asked, TargetResult
from collectors.evidence import Reply, decode, text_of


def write_case(folder: Path, result: TargetResult, asked: Asked, evidence: bytes, mask: Mask | None = None) -> None:
    """Write ``answer.txt`` (``earlier.txt``, ``items/<n>.txt``) byte for byte but for ``mask``, and ``origin.yaml``."""
    replies = decode(evidence)
    if mask is not None:
        replies = tuple(_masked(reply, mask) for reply in replies)
    folder.mkdir(parents=True, exist_ok=True)
    first, items = (replies[0], replies[1:]) if replies and not replies[0].item else (None, replies)
    origin: dict[str, Any] = {
        "platform": result.platform,
        "version": result.about.get("os", ""),
        "captured": mask.text(asked.command) if mask else asked.command,
        "kind": "real",
        "licence": "to be given by its owner",
        "sha256": asked.evidence,
        "masked": mask is not None,
    }
    if first is not None:
        (folder / "answer.txt").write_bytes(first.out)
        if first.earlier:
            (folder / "earlier.txt").write_bytes(first.earlier)
        origin |= _state(first)
    if items:
        (folder / "items").mkdir(exist_ok=True)
        origin["items"] = [{"item": text_of(reply.item), **_state(reply)} for reply in items]
        for number, reply in enumerate(items):
            (folder / "items" / f"{number}.txt").write_bytes(reply.out)
    # JSON is YAML: the test cases read it as such, and nothing here needs a YAML writer
    (folder / "origin.yaml").write_text(json.dumps(origin, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _masked(reply: Reply, mask: Mask) -> Reply:
    return replace(
        reply,
        out=mask.raw(reply.out),
        err=mask.raw(reply.err),
        earlier=mask.raw(reply.earlier),
        item=mask.raw(reply.item),
    )


def _state(reply: Reply) -> dict[str, Any]:
    return {
        "state": reply.state,
        "exit": reply.exit_code,
        "stderr": text_of(reply.err),
        "cut": reply.cut_bytes,
        "privileged": reply.is_privileged,
    }
