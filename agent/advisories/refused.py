"""Why a file of advisories is not taken."""

from config.text import Text


class DataRefused(Exception):  # noqa: N818 - a refusal, as of a bundle
    """A file that is none of the forms, is damaged, or lacks what only a person can add. ``text`` says what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))
