"""What keeps a 客户包 from being written or taken in, in words for people."""

from config.text import Text


class BundleError(Exception):
    """Nothing was written, or nothing was taken in. ``text`` says why, and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))
