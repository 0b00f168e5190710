"""Coverage-guided fuzzing of all that reads SNMP's datagrams: no exception but ours, no hang, bounded memory.

python -m tests.house.prove_snmp SECONDS      the fuzzer itself; atheris must be importable
"""

from typing import Final

from tests.house import fuzzing

_LONGEST_BYTES: Final = 2048


def fuzz(seconds: int = fuzzing.SECONDS) -> str:
    """Fuzz for so long, in a process of its own."""
    return fuzzing.fuzz("tests.house.prove_snmp", "datagrams", seconds)


def main() -> None:
    """Fuzz in this process, until an input fails or the time is up."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - only here, and not on every machine

    with atheris.instrument_imports(include=["collectors.sessions.snmp"]):
        from tests import test_snmp_codec as codec  # noqa: PLC0415 - instrumented

    def once(data: bytes) -> None:
        codec.all_of(data)
        codec.values(data, data[0] if data else 0, data[1:])

    fuzzing.run(once, codec.MESSAGES, _LONGEST_BYTES)


if __name__ == "__main__":
    main()
