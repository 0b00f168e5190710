"""What keeps the service from being installed, changed or taken away, in words for people."""

from config.text import Text


class InstallError(Exception):
    """Nothing was done. ``texts`` say why, each with what to do."""

    def __init__(self, *texts: Text) -> None:
        self.texts = texts
        super().__init__("; ".join(map(str, texts)))
