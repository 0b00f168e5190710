"""The machine form of the security report: that of every report, with how each clause stands."""

from checks.security.standards.conformity import Cell
from checks.security.standards.guide import ENTRIES
from checks.security.standards.index import section_of, title_of
from checks.security.standards.references import REFERENCES
from config.text import render
from reports.documents.machine import data as of_every_report
from reports.documents.security.guide_entries import standing_of
from reports.documents.security.matter import Matter
from reports.documents.security.sheets import evidence


def data(of: Matter) -> dict[str, object]:
    """Everything the report says, for programs."""
    return of_every_report(of.material) | {
        "is_assessment": False,
        "assets": [
            {
                "id": a.target,
                "protection_level": of.declared_level(a.target),
                "judged_as_level": a.level,
                "profile": of.profile_of(a.target),
            }
            for a in of.assets
        ],
        "control_points": [{"number": p, "verdict": of.of_point(p).value} for p in of.points],
        "clauses": [
            {
                "number": row.clause,
                "title": render(title_of(row.clause), of.language),
                "verdict": row.verdict.value,
                "cells": [_cell(of, cell) for cell in row.cells],
            }
            for row in of.rows
        ],
        "guide": [
            {"number": entry.number, "stands": standing.value, "assets": list(assets)}
            for entry in ENTRIES
            for standing, assets in (standing_of(of, entry),)
        ],
        "references": {
            check: [
                {"standard": one.standard, "number": one.number, "is_verified": section_of(one).is_verified}
                for one in REFERENCES[check]
            ]
            for check in of.material.rows
            if check in REFERENCES
        },
    }


def _cell(of: Matter, cell: Cell) -> dict[str, object]:
    answer = cell.answer
    return {
        "target": cell.target,
        "verdict": cell.verdict.value,
        "checks": list(cell.checks),
        "evidence": list(evidence(of, cell)),
        "answered": {"by": answer.by, "on": answer.on.isoformat(), "note": answer.note} if answer else None,
    }
