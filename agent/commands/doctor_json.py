"""What ``xunjian doctor`` found, as JSON for a program."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from agent.doctor import Diagnosis, Opener
from agent.own_side import Own
from collectors.base import Reason
from config.site import Target
from config.text import render

SCHEMA: Final = "xunjian.doctor/1"


def as_json(diagnoses: Sequence[Diagnosis], unasked: Sequence[Target], own: Sequence[Own], language: str) -> str:
    """Everything, ids and rules whole."""
    made = {
        "schema": SCHEMA,
        "targets": [_json_of(one, language) for one in diagnoses],
        "unasked": [{"id": target.id, "kind": target.kind} for target in unasked],
        "own_side": [
            {
                "what": render(one.what, language),
                "state": render(one.state, language),
                "is_well": one.is_well,
                "remedy": render(one.remedy, language) if one.remedy else None,
            }
            for one in own
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1, default=str)


def _json_of(one: Diagnosis, language: str) -> dict[str, object]:
    failure = one.failure
    return {
        "id": one.target.id,
        "kind": one.target.kind,
        "address": one.target.address,
        "has_session": one.has_session,
        "is_whole": one.is_whole,
        "failure": None
        if failure is None
        else {
            "reason": failure.reason.value,
            "detail": str(failure.detail) if isinstance(failure.detail, str) else render(failure.detail, language),
            "remedy": render(failure.remedy, language) if failure.remedy else None,
        },
        "identity": dict(one.identity),
        "is_known": None if not one.known else not (failure is not None and failure.reason is Reason.IDENTITY),
        "about": dict(one.about),
        "transport": dict(one.transport),
        "account": asdict(one.account) if one.account else None,
        "checks": list(one.checks),
        "dark": [
            {
                "reason": dark.reason,
                "said": render(dark.said, language),
                "remedy": render(dark.remedy, language) if dark.remedy else None,
                "checks": list(dark.checks),
                "sudoers": list(dark.rules),
                "packages": list(dark.packages),
                "beside": [render(other, language) for other in dark.beside],
            }
            for dark in one.dark
        ],
        "sees_less": list(one.sees_less),
        "coverage": {
            "expected": one.coverage.expected,
            "judged": one.coverage.judged,
            "partial": one.coverage.partial,
            "unknown": one.coverage.unknown,
            "absent": one.coverage.absent,
        },
        "opened_by": {opener.value: list(one.opened_by(opener)) for opener in Opener},
    }
