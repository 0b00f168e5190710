"""A quarter's round, loaded with all that a command needs to write a document of it."""

import gc
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from agent.catalogue import Scope
from agent.commands.leaves import mask_of_copy
from agent.commands.options import fail, language_of, load_site, open_the_store
from agent.commands.report_files import NOTHING_STORED, tell_of_strangers
from agent.commands.report_hand import read_changed
from config.text import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.masking import Mask
    from agent.registering import Filing
    from config.site import Site
    from reports.documents.quarterly import Round


@contextmanager
def round_loaded(
    scope: Scope, kind: str, quarter: str, where: tuple[Path, Path | None, str | None, str | None], *, leaving: bool
) -> "Iterator[tuple[Site, Round, Mask | None, Filing]]":
    """Load the site, the round, a leaving copy's mask and what the register is to be told.

    ``where`` is the folder, the configuration, the store and the language; ends where there is nothing to write of.
    """
    from agent.hand import hand_of  # noqa: PLC0415 - only where a document is made
    from agent.quarters import QuarterError, round_of  # noqa: PLC0415 - only where a document is made
    from agent.registering import filed  # noqa: PLC0415 - as above

    out, config_path, store_url, lang = where
    gc.disable()  # millions of small values without cycles, and then the end: to look through them takes half of the time
    site = load_site(config_path)
    language = language_of(site, lang)
    with open_the_store(store_url, site, create=False) as store:
        try:
            made = round_of(store, site, quarter, datetime.now(UTC), scope)
        except QuarterError as error:
            fail(render(error.text, language), NOTHING_STORED)
        mask = mask_of_copy(site, store, made.inspection, language) if leaving else None
        tell_of_strangers(made, site, language)
        numbered, filing = filed(store, site, made, kind, language)
        if mask is None:
            read_changed(store, out, filing)
        yield site, replace(numbered, hand=hand_of(store)), mask, filing
