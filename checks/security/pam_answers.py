"""What PAM's modules answer to an ordinary local user who does everything right: what a stack is run with."""

from collections.abc import Callable, Mapping
from typing import Final

from checks.security.pam_stacks import REFUSED, SUCCESS, Step

_OF_NO_LOCAL_ACCOUNT: Final = frozenset({"sss", "ldap", "krb5", "winbind", "nis", "lsass", "systemd_home"})
"""Modules of directories: they do not know a local account."""
_SILENT: Final = frozenset({"cap", "faildelay", "nologin", "warn", "echo", "debug", "group", "ecryptfs"})
"""Modules that, for an ordinary login with nothing in its way, say ignore or that they cannot help."""
_WITHOUT_THE_PASSWORD: Final = frozenset(
    "fprintd biometric bio_face u2f yubico pkcs11 ssh_agent_auth rhosts google_authenticator oath radius".split()  # noqa: SIM905 - names
)
"""Modules that ask for something else: who comes with the password alone does not pass one that suffices by itself."""


def ordinary(step: Step) -> str:
    """What a module answers to an ordinary local user (UID 1000) who does everything right."""
    module = step.module
    if module in {"deny", "rootok"}:
        return REFUSED
    if module in _OF_NO_LOCAL_ACCOUNT:
        return "user_unknown"
    if module in _SILENT:
        return "ignore"
    if module == "usertype":
        return SUCCESS if "isregular" in step.line.arguments else REFUSED
    if module in _WITHOUT_THE_PASSWORD and not {"required", "requisite"} & {step.line.control}:
        return "authinfo_unavail"
    return _condition(step.line.arguments) if module == "succeed_if" else SUCCESS


def _condition(arguments: tuple[str, ...]) -> str:
    """pam_succeed_if(8) for that user: conditions of its UID are worked out, groups and services are not its own."""
    words = [one for one in arguments if one not in {"quiet", "quiet_success", "quiet_fail", "use_uid", "debug", "audit"}]
    for at in range(0, len(words) - 2, 3):
        name, sign, value = words[at : at + 3]
        if not _holds(name, sign, value):
            return REFUSED
    return SUCCESS


_ORDINARY: Final = 1000
"""The UID of the user that a stack is run for: the first of an ordinary one on every distribution of today."""
_COMPARED: Final[Mapping[str, Callable[[int], bool]]] = {
    "<": lambda limit: limit > _ORDINARY,
    "lt": lambda limit: limit > _ORDINARY,
    "<=": lambda limit: limit >= _ORDINARY,
    "le": lambda limit: limit >= _ORDINARY,
    ">": lambda limit: limit < _ORDINARY,
    "gt": lambda limit: limit < _ORDINARY,
    ">=": lambda limit: limit <= _ORDINARY,
    "ge": lambda limit: limit <= _ORDINARY,
    "=": lambda limit: limit == _ORDINARY,
    "eq": lambda limit: limit == _ORDINARY,
    "!=": lambda limit: limit != _ORDINARY,
    "ne": lambda limit: limit != _ORDINARY,
}


def _holds(name: str, sign: str, value: str) -> bool:
    if name in {"uid", "gid"} and value.isdigit() and sign in _COMPARED:
        return _COMPARED[sign](int(value))
    return sign in {"notingroup", "notinnetgr", "notin", "!=", "ne", "!~"}
