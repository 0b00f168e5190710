"""Asks of devices: objects by SNMP, and commands of a network device's own command line."""

from dataclasses import dataclass

from collectors.answers import Answer
from collectors.parameters import Ask


@dataclass(frozen=True, slots=True)
class Part:
    """What devices of some make are asked by SNMP; OIDs are dotted, without a leading dot.

    ``of`` are beginnings of sysObjectID, whole numbers of it; empty is every device. ``scalars`` are whole OIDs with their
    instance (``1.3.6.1.2.1.1.5.0``), got; ``columns`` are walked to their end.
    """

    of: tuple[str, ...] = ()
    scalars: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def is_for(self, device: str) -> bool:
        """Whether a device of this sysObjectID is asked it."""
        return not self.of or any(f"{device}.".startswith(f"{one}.") for one in self.of)


@dataclass(frozen=True, slots=True)
class Snmp(Ask[Answer]):
    """Objects of a device by SNMP: those parts that are for its sysObjectID. All of it comes, or a SessionError.

    The answer's text (``collectors.network.varbinds`` reads it) has one line an object, ``oid|type|value``, with the type's
    BER tag in decimal and an ``x`` behind it where the value is bytes in hex, as in a snmprec file; ``oid|128|`` and
    ``oid|129|`` are noSuchObject and noSuchInstance. Lines of ours begin with ``@``::

        @device 1.3.6.1.4.1.2011.2.23.291
        1.3.6.1.2.1.1.5.0|4|core-sw
        1.3.6.1.2.1.1.9.0|128|
        @scalars 2
        1.3.6.1.2.1.2.2.1.2.1|4|GigabitEthernet0/0/1
        @column 1.3.6.1.2.1.2.2.1.2 1
        @end 3

    ``most`` bounds the rows of one column, above which the ask is CUT; ``seconds`` the whole ask. ``samples=2`` asks once
    more at the round's end: ``Answer.earlier`` is the first.
    """

    parts: tuple[Part, ...]
    seconds: int = 60
    most: int = 5000
    samples: int = 1
    kib: int = 8192
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Cli(Ask[Answer]):
    """A read-only command of a network device's command line, for the families that understand it.

    ``families`` are words of config.kinds.FAMILIES; another family's device does not offer it this way. What the device
    refuses is a SessionError, never an empty answer; secrets are masked before anything is kept. ``refused`` is a regular
    expression of further refusals than the family's own.
    """

    families: tuple[str, ...]
    command: str
    seconds: int = 30
    kib: int = 512
    refused: str = ""
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Ways(Ask[Answer]):
    """By which ways a device was reached, answered by its session itself: nothing more is sent.

    The answer is one JSON object by way (snmp, ssh, telnet): ``is_open``; ``reason`` and ``detail`` where it is not;
    ``transport``, what the way knows of itself (version, security level, algorithms).
    """

    seconds: int = 0
    kib: int = 16
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False
