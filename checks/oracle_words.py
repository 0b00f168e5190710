"""What every check of Oracle says of itself: so far no statement of ours ran on a real Oracle."""

from typing import Final

from config.text import Text, _

NOT_RUN: Final[Text] = _(
    "not run on a real Oracle so far: written after the Oracle Reference, tested on an emulated dictionary"
)
"""A trap of every check of Oracle, until a real run is recorded."""
