"""The copy to be signed: few pages however large the site, every decision in it, counts that add up."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from checks.base import Level
from config.site import Site
from reports.documents import confirmation
from reports.documents.material import Round, gather
from reports.documents.model import Document, Paragraph, Table
from reports.documents.signing import MOST, PAGES, build
from reports.render import render
from tests import rounds
from tests.huge_round import huge


@pytest.fixture(scope="module")
def made() -> tuple[Round, Site]:
    return huge()


@pytest.fixture(scope="module")
def copy(made: tuple[Round, Site]) -> Document:
    return build(*made, "zh_CN")


def pages(pdf: bytes) -> int:
    counts = [int(found) for found in re.findall(rb"/Count (\d+)", pdf)]
    return max(counts)


def test_of_500_targets_with_3000_problems_it_has_at_most_12_pages(copy: Document) -> None:
    assert pages(render(copy, "pdf")) <= PAGES


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_as_docx_it_has_no_more(copy: Document, tmp_path: Path) -> None:
    (tmp_path / "copy.docx").write_bytes(render(copy, "docx"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "copy.docx")], check=True, capture_output=True, timeout=100
    )
    assert pages((tmp_path / "copy.pdf").read_bytes()) <= PAGES


def test_what_has_no_line_is_counted_by_risk(made: tuple[Round, Site], copy: Document) -> None:
    material = gather(*made, "zh_CN")
    decisions = next(one for one in copy.sections if one.anchor == "decisions")
    table = next(one for one in decisions.blocks if isinstance(one, Table))
    assert len(table.rows) == MOST < len(material.conditions)
    said = "".join(words.text for one in decisions.blocks if isinstance(one, Paragraph) for words in one.words)
    left = [int(number) for number in re.findall(r"风险 (\d+) 个", said)]
    assert MOST + sum(left) == len(material.conditions)
    worst = [one.level for one in material.conditions[:MOST]]
    assert Level.NOTICE not in worst  # the worst come first


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_line_can_be_typed_into_as_in_the_report(language: str) -> None:
    small = (rounds.sample(), rounds.site())
    of_report = {(entry.place, entry.id) for entry, _text in confirmation.build(*small, language).entries()}
    of_copy = {(entry.place, entry.id) for entry, _text in build(*small, language).entries()}
    assert of_copy
    assert of_copy <= of_report


def test_the_confirmation_has_a_line_for_every_problem(made: tuple[Round, Site]) -> None:
    form = confirmation.build(*made, "zh_CN")
    table = next(one for one in form.summary.blocks if isinstance(one, Table) and one.entries)
    assert len(table.rows) == len(gather(*made, "zh_CN").conditions)
