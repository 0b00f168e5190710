"""Text: templates, values, two languages, and what was stored long ago."""

import pytest

from config.text import LANGUAGES, PSEUDO, Text, _, keep, render, verbatim


@pytest.mark.parametrize(
    ("template", "value", "english", "chinese"),
    [
        ("{x:percent}", 0.8, "80%", "80%"),
        ("{x:percent}", 0.8049, "80.5%", "80.5%"),
        ("{x:percent}", 1, "100%", "100%"),
        ("{x:bytes}", 0, "0 B", "0 B"),
        ("{x:bytes}", 1023, "1023 B", "1023 B"),
        ("{x:bytes}", 1024, "1 KiB", "1 KiB"),
        ("{x:bytes}", 1536 * 1024**2, "1.5 GiB", "1.5 GiB"),
        ("{x:bytes}", 1024**5, "1.0 PiB", "1.0 PiB"),
        ("{x:duration}", 1.5, "1.5 s", "1.5 秒"),
        ("{x:duration}", 119, "119 s", "119 秒"),
        ("{x:duration}", 120, "2 minutes", "2 分钟"),
        ("{x:duration}", 7200, "2 hours", "2 小时"),
        ("{x:duration}", 172800, "2 days", "2 天"),
        ("{x:number}", 1234567, "1,234,567", "1,234,567"),
        ("{x:number}", 0.95, "0.95", "0.95"),
        ("{x:number}", 20_812.4, "20,812", "20,812"),
        ("{x}", ("a", "b"), "a, b", "a、b"),
        ("{{x}} {x}", "{y}", "{x} {y}", "{x} {y}"),
    ],
)
def test_values_read_as_people_write_them(
    template: str, value: float | str | tuple[str, ...], english: str, chinese: str
) -> None:
    made = Text(template, {"x": value})
    assert (render(made, "en"), render(made, "zh_CN")) == (english, chinese)


def test_a_text_within_a_text_is_translated_too() -> None:
    outer = _("found {found}", found=_("not applicable"))
    assert render(outer, "zh_CN") == "found 不适用"
    assert render(outer, PSEUDO) == "⟦found ⟦not applicable⟧⟧"


def test_what_was_stored_keeps_its_words() -> None:
    kept = keep(_("a list"))
    assert set(kept.rendered) == set(LANGUAGES)
    old = Text("a template that no catalogue knows", {}, {"zh_CN": "当年的说法"})
    assert render(old, "zh_CN") == "当年的说法"
    assert render(old, "en") == "a template that no catalogue knows"
    assert kept == _("a list")


def test_a_fact_is_not_translated() -> None:
    assert [render(verbatim("a list"), language) for language in (*LANGUAGES, PSEUDO)] == ["a list"] * 3


def test_a_language_nobody_speaks_reads_english() -> None:
    assert render(_("a list"), "xx") == "a list"
