"""Coverage-guided fuzzing of all that reads a device's command line: no exception but ours, no hang, bounded memory.

python -m tests.house.prove_cli SECONDS      the fuzzer itself; atheris must be importable

The first two bytes of an input say which collector reads the rest; the seeds are the recorded answers of each.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from collectors.answers import Answer
from tests.house import fuzzing

_LONGEST_BYTES: Final = 8192
_CHOICE_BYTES: Final = 2


def fuzz(seconds: int = fuzzing.SECONDS) -> str:
    """Fuzz for so long, in a process of its own."""
    return fuzzing.fuzz("tests.house.prove_cli", "answers", seconds)


def main() -> None:
    """Fuzz in this process, until an input fails or the time is up."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - only here, and not on every machine

    with atheris.instrument_imports(include=["collectors.network.lines"]):
        from tests.house import cli_answers, line_answers  # noqa: PLC0415 - instrumented

    readers = cli_answers.readers()

    def once(data: bytes) -> None:
        choice, text = data[:_CHOICE_BYTES], data[_CHOICE_BYTES:].decode(errors="replace")
        with suppress(*line_answers.OURS):
            readers[int.from_bytes(choice) % len(readers)].parse(Answer(text))

    def seeds() -> Iterator[bytes]:
        known = cli_answers.known()
        for n, reader in enumerate(readers):
            for text in known.get(reader.id, ()):
                yield n.to_bytes(_CHOICE_BYTES) + text.encode()[: _LONGEST_BYTES - _CHOICE_BYTES]

    fuzzing.run(once, seeds(), _LONGEST_BYTES)


if __name__ == "__main__":
    main()
