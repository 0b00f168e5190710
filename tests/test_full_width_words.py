"""Chinese as it is typeset: full-width punctuation after Chinese, one word for one idea, the same in every catalogue."""

import re
from pathlib import Path

import pytest

from tests.house.messages import LOCALE, ROOT, _po

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff」”）】》"
HALF_WIDTH = re.compile(f"[{CHINESE}] ?[,:;(](?!\\S*//)|[{CHINESE}][?!]|\\)[{CHINESE}]|[{CHINESE}]\\.(?: |$)")
LITERAL = re.compile(r"“[^”]*”|\"?\$\{\{?[^}]*\}\}?\"?|`[^`]*`")
"""What is to be typed as it stands (YAML, commands), where half-width signs are right: quoted, or a reference."""
PLACEHOLDER = re.compile(r"\}[,:;] ?[\u4e00-\u9fff{]")
"""A placeholder stands for words: what follows it is punctuated like them."""
CATALOGUES = sorted(LOCALE.rglob("*.po"))
PAGES = [ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*.zh-CN.md"))]
WRONG_WORDS = {"缺省": "默认"} | dict.fromkeys(("目标机", "目标主机", "目标上", "该目标", "各目标"), "对象")
"""One word for one idea. 对象 is 巡检对象 where a document names it first; 目标 alone may be a cluster's TARGET."""


def bare(words: str) -> str:
    return LITERAL.sub("", words)


def wrong_signs(words: str) -> list[str]:
    left = bare(words)
    return [found[0] for sign in (HALF_WIDTH, PLACEHOLDER) for found in sign.finditer(left)]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_chinese_is_followed_by_full_width_signs(path: Path) -> None:
    found = {str(one.string): signs for one in _po(path) if one.id and (signs := wrong_signs(str(one.string)))}
    assert found == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_one_word_is_used_for_one_idea(path: Path) -> None:
    said = [str(one.string) for one in _po(path) if one.id]
    assert [words for words in said for wrong in WRONG_WORDS if wrong in words] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_use_the_same_words(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines for wrong in WRONG_WORDS if wrong in line] == []


@pytest.mark.parametrize(
    "words", ["对象:1", "对象 (甲)", "(甲)对象", "请重试, 或放弃", "{name}: {why}", "完成. 之后", "已修复?"]
)
def test_a_half_width_sign_is_found(words: str) -> None:
    assert wrong_signs(words)


@pytest.mark.parametrize(
    "words", ["对象：1", "写“credentials: ”", 'password: "${{env:名称}}"', "见 http://a/b", "{a}：{b}", "{id} {name}"]
)
def test_what_is_typed_as_it_stands_is_no_slip(words: str) -> None:
    assert wrong_signs(words) == []
