"""ssh_config: each Host with a name of its own becomes a target.

Read as ssh_config(5) describes: the first value of an option wins; ``Host`` takes several patterns.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.sheets.imported import Imported, Keyring, finished, id_of
from config.grammar import is_address
from config.problems import Problem
from config.site import SshAccess, Target
from config.text import Text, _

_TAKEN = frozenset({"hostname", "port", "user", "identityfile", "proxyjump"})
_OF_THE_CLIENT = frozenset({"include", "match", "proxycommand"})
_WILD = re.compile(r"[*?!]")


@dataclass(slots=True)
class _Block:
    """One Host block."""

    names: tuple[str, ...]
    place: str
    options: dict[str, str] = field(default_factory=dict)


def from_ssh_config(text: str, name: str) -> Imported:
    """Read an ssh_config; patterns, Match, Include and ProxyCommand are listed, not followed."""
    problems: list[Problem] = []
    keyring = Keyring({})
    targets = [
        _target(alias, block, keyring, problems)
        for block in _blocks(text, name, problems)
        for alias in block.names
        if not _WILD.search(alias)
    ]
    return finished((target for target in targets if target), problems, keyring.made.values())


def _blocks(text: str, name: str, problems: list[Problem]) -> list[_Block]:
    blocks = [_Block((), f"{name}:1")]
    for place, key, words in _lines(text, name, problems):
        if key == "host":
            blocks.append(_Block(tuple(words), place))
            wild = [word for word in words if _WILD.search(word)]
            if wild:
                found = _("the pattern “{pattern}”", pattern=" ".join(wild))
                problems.append(Problem(place, "", found, _WILD_WORDS))
        elif key in _OF_THE_CLIENT:
            problems.append(Problem(place, "", _("“{value}”", value=key), _HINTS[key]))
            if key == "match":
                blocks.append(_Block((), place))
        elif key in _TAKEN:
            _option(blocks[-1], key, words, place, problems)
    return blocks


def _lines(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[str, str, list[str]]]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line, place = raw.strip(), f"{name}:{number}"
        if not line or line.startswith("#"):
            continue
        found = re.fullmatch(r"([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*)", line)
        try:
            words = shlex.split(found[2], comments=True) if found else []
        except ValueError:
            words = []
        if found and words:
            yield place, found[1].lower(), words
        else:
            what = _("a line that ssh_config does not have")
            problems.append(Problem(place, "", what, _("it was not taken; enter it by hand")))


def _option(block: _Block, key: str, words: list[str], place: str, problems: list[Problem]) -> None:
    if not block.names:
        found = _("{option} outside a Host of its own", option=key)
        problems.append(Problem(place, "", found, _("it was not applied; enter it at each target that needs it")))
    elif key not in block.options:
        block.options[key] = words[0]
    elif key == "identityfile":
        found = _("a second key, {path}", path=words[0])
        problems.append(Problem(place, "", found, _("the first was taken; a credential has one key")))


def _target(alias: str, block: _Block, keyring: Keyring, problems: list[Problem]) -> Target | None:
    options = block.options
    address = options.get("hostname", alias).replace("%h", alias)
    made = id_of(alias)
    if not made or not is_address(address):
        found = _("the host “{alias}” with the address “{address}”", alias=alias, address=address)
        problems.append(Problem(block.place, "", found, _("it was not taken; enter it by hand")))
        return None
    port = options.get("port", "22")
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):  # noqa: PLR2004 - RFC 9293
        problems.append(Problem(block.place, alias, _("the port “{value}”", value=port), _("write a port from 1 to 65535")))
        port = "22"
    credential = keyring.name(options.get("user", ""), options.get("identityfile", ""), block.place)
    ssh = SshAccess(
        credential=credential, port=int(port), jump=_jump(options.get("proxyjump", "none"), alias, block, problems)
    )
    return Target(id=made, address=address, ssh=ssh, place=block.place)


def _jump(written: str, alias: str, block: _Block, problems: list[Problem]) -> str:
    if written.lower() == "none":
        return ""
    host = written.rpartition("@")[2].partition(":")[0]
    if "," in written or not is_address(host):
        found = _("ProxyJump “{value}”", value=written)
        problems.append(
            Problem(block.place, alias, found, _("it was not taken; give each jump host an entry and name the last"))
        )
        return ""
    return host


_WILD_WORDS = _("a pattern is no target; what it sets was not applied, enter it at each target that needs it")
_HINTS: dict[str, Text] = {
    "include": _("it was not followed; import that file too"),
    "match": _("what stands below it was not applied; enter it at each target that needs it"),
    "proxycommand": _("it was not taken; use a jump host: access.ssh.jump"),
}
