"""Every message has its Chinese: complete, not fuzzy, not stale, compiled."""

from tests.house import messages


def test_the_chinese_catalogue_is_complete() -> None:
    catalogues, wrong = messages.merged()
    assert wrong == []
    assert messages.compiled(catalogues) == messages.MO.read_bytes(), "run make messages"
