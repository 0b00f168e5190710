"""What a host of an Ansible inventory says through its variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.sheets.imported import REFUSED_SECRET, Keyring, id_of
from agent.sheets.kinds import device_platform
from config.grammar import is_address
from config.problems import Problem
from config.site import SshAccess, Target
from config.text import _

SECRET = re.compile(
    r"^ansible_.*(?:pass|password|passphrase|secret|token)$|passw|secret|community|token|^vault_", re.IGNORECASE
)
_JUMP = re.compile(r"(?:-J\s*|ProxyJump[= ]\s*)([^\s'\"]+)")
_ADDRESS = ("ansible_host", "ansible_ssh_host")
_PORT = ("ansible_port", "ansible_ssh_port")
_USER = ("ansible_user", "ansible_ssh_user")
_KEY = ("ansible_ssh_private_key_file", "ansible_private_key_file")
_ARGUMENTS = ("ansible_ssh_common_args", "ansible_ssh_extra_args")
_OTHERS = ("ansible_connection", "ansible_network_os", "ansible_become", "ansible_become_method")
_READ = frozenset((*_ADDRESS, *_PORT, *_USER, *_KEY, *_ARGUMENTS, *_OTHERS))
_WINDOWS = frozenset({"winrm", "psrp"})


@dataclass(slots=True)
class Notes:
    """Problems of one inventory, a variable named once however many hosts carry it."""

    problems: list[Problem] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def variable(self, name: str, place: str) -> bool:
        """Note a variable that is not taken; say whether its value may be used."""
        if name in _READ:
            return True
        if name not in self.named:
            self.named.add(name)
            if SECRET.search(name):
                self.problems.append(Problem(place, "", _("a secret in the variable {name}", name=name), REFUSED_SECRET))
            else:
                found = _("the variable {name}", name=name)
                self.problems.append(Problem(place, "", found, _("its value was not taken; xunjian has no use for it")))
        return False

    def plain(self, name: str, value: str, place: str) -> bool:
        """Say whether a value stands for itself; a template is noted and not taken."""
        if "{{" not in value:
            return True
        found = _("the variable {name}, which is a template", name=name)
        self.problems.append(Problem(place, "", found, _("it was not taken; enter it by hand")))
        return False


def target_of(
    name: str, variables: Mapping[str, str], groups: tuple[str, ...], place: str, to: tuple[Keyring, Notes]
) -> Target | None:
    """Make a target of a host, its variables (nearest first) and its groups; None, and a note, without a name for it."""
    keyring, notes = to
    known = {
        key: value for key, value in variables.items() if notes.variable(key, place) and notes.plain(key, value, place)
    }
    kind, platform = _kind(known)
    address = _first(known, _ADDRESS) or name
    if not is_address(address):
        found = _("the address “{value}”", value=address)
        notes.problems.append(Problem(place, name, found, _("kept as manual; give it an address to have it inspected")))
        kind, platform, address = "manual", "manual", ""
    made = id_of(name) or id_of(address)
    if not made:
        notes.problems.append(Problem(place, "", _("“{value}”", value=name), _("it was not taken; enter it by hand")))
        return None
    if kind == "local":
        return Target(id=made, kind=kind, address="localhost", tags=groups, place=place)
    credential = keyring.name(_first(known, _USER), _first(known, _KEY), place)
    ssh = SshAccess(credential=credential, port=_port(known, name, place, notes), jump=_jump(known, name, place, notes))
    return Target(id=made, kind=kind, address=address, ssh=ssh, platform=platform, tags=groups, place=place)


def _kind(known: Mapping[str, str]) -> tuple[str, str]:
    connection = known.get("ansible_connection", "")
    if connection == "local":
        return "local", "linux"
    if connection in _WINDOWS:
        return "windows", device_platform("windows", "")
    if system := known.get("ansible_network_os"):
        return "network", device_platform("network", system)
    return "linux", "linux"


def _first(known: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((known[name] for name in names if known.get(name)), "")


def _port(known: Mapping[str, str], name: str, place: str, notes: Notes) -> int:
    written = _first(known, _PORT)
    if not written:
        return 22
    if written.isascii() and written.isdigit() and 1 <= int(written) <= 65535:  # noqa: PLR2004 - RFC 9293
        return int(written)
    notes.problems.append(Problem(place, name, _("the port “{value}”", value=written), _("write a port from 1 to 65535")))
    return 22


def _jump(known: Mapping[str, str], name: str, place: str, notes: Notes) -> str:
    arguments = _first(known, _ARGUMENTS)
    if not arguments:
        return ""
    if found := _JUMP.search(arguments):
        host = found[1].rpartition("@")[2].partition(":")[0]
        if "," not in found[1] and is_address(host):
            return host
    what = _("ssh arguments that lead through another host or change the session")
    notes.problems.append(Problem(place, name, what, _("they were not taken; set access.ssh.jump by hand")))
    return ""
