"""Which families of events must be audited, and whether the loaded rules do so (auditctl(8), audit.rules(7))."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from config.text import Text, _

_OPTION: Final = re.compile(r"(?:^|\s)-(?P<key>[waApSFCk])\s+(?P<value>\S+)")
_OLD: Final = re.compile(r"(?:^|\s)(?P<key>watch|path|dir|perm|syscall|arch|key|list)=(?P<value>\S+)")
_HARMLESS: Final = re.compile(
    r"(?:key|arch|perm|path|dir|watch|filetype)=|auid(?:>=|>)|auid!=(?:-1|unset|4294967295)|a[0-3]"
)
"""Fields that leave nobody out who matters: people's logins start at UID_MIN, and who never logged in is no person."""


@dataclass(frozen=True, slots=True)
class Family:
    """One family of events. ``paths`` must each be watched for writing; of ``calls`` each group wants one of its calls."""

    name: str
    words: Text
    paths: tuple[str, ...] = ()
    calls: tuple[tuple[str, ...], ...] = ()
    commands: tuple[str, ...] = ()


FAMILIES: Final = (
    Family("identity", _("accounts and groups"), ("/etc/passwd", "/etc/shadow", "/etc/group")),
    Family("sudoers", _("rules of sudo"), ("/etc/sudoers", "/etc/sudoers.d")),
    Family("time", _("changes of the time"), ("/etc/localtime",), (("settimeofday", "clock_settime", "adjtimex"),)),
    Family("session", _("sessions and logins"), ("/run/utmp", "/var/log/wtmp", "/var/log/btmp")),
    Family(
        "modules",
        _("kernel modules"),
        calls=(("init_module",), ("delete_module",)),
        commands=("kmod", "insmod", "modprobe"),
    ),
    Family("sshd", _("settings of the SSH server"), ("/etc/ssh/sshd_config",)),
)


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """One loaded rule. ``rights`` are those that it watches (rwxa), all where it says none."""

    is_never: bool
    list_name: str
    paths: tuple[str, ...]
    rights: str
    calls: tuple[str, ...]
    is_narrow: bool
    is_for_32_bits_only: bool
    text: str

    @property
    def is_for_all_calls(self) -> bool:
        """Whether it concerns each call of each program: a rule of never before the others then silences them."""
        return not self.paths and self.calls in {(), ("all",)} and not self.is_narrow


def read_rule(line: str) -> LoadedRule:
    """Read a line of ``auditctl -l``, of this form or of audit 2.3 and before (list and fields by name)."""
    said = [(one["key"], one["value"]) for one in _OPTION.finditer(line)]
    said += [(one["key"], one["value"]) for one in _OLD.finditer(line.replace(" -F ", " "))]
    of_list = " ".join(value for key, value in said if key in {"a", "A"}) or line.split(" ", maxsplit=1)[0]
    fields = [value for key, value in said if key == "F"]
    rights = next((value for key, value in said if key in {"p", "perm"}), "rwxa")
    arch = next((value for key, value in said if key == "arch"), "")
    return LoadedRule(
        is_never="never" in of_list,
        list_name="task" if "task" in of_list else "exclude" if "exclude" in of_list else "exit",
        paths=tuple(value for key, value in said if key in {"w", "path", "dir", "watch"}),
        rights=rights,
        calls=tuple(call for key, value in said if key in {"S", "syscall"} for call in value.split(",")),
        is_narrow=any(not _HARMLESS.match(one) for one in fields),
        is_for_32_bits_only=arch in {"b32", "1073741827"},
        text=line,
    )


def silenced(rules: Iterable[LoadedRule]) -> LoadedRule | None:
    """The rule that keeps every call from being audited: ``-a never,task``, or a never of all calls before the others."""
    is_first = True
    for one in rules:
        if one.is_never and one.is_for_all_calls and (one.list_name == "task" or (one.list_name == "exit" and is_first)):
            return one
        is_first = is_first and (one.is_never or one.list_name != "exit")
    return None


def missing(family: Family, rules: tuple[LoadedRule, ...]) -> tuple[str, ...]:
    """Which paths and calls of a family no loaded rule audits."""
    useful = [one for one in rules if not one.is_never and one.list_name == "exit" and not one.is_narrow]
    lost = [path for path in family.paths if not any(_watches(one, path) for one in useful)]
    lost += ["/".join(group) for group in family.calls if not any(_calls(one, group, family) for one in useful)]
    return tuple(lost)


def _watches(rule: LoadedRule, path: str) -> bool:
    ways = {path, path.replace("/run/", "/var/run/", 1)} if path.startswith("/run/") else {path}
    return "w" in rule.rights and any(
        way == one.rstrip("/") or way.startswith(one.rstrip("/") + "/") for way in ways for one in rule.paths
    )


def _calls(rule: LoadedRule, group: tuple[str, ...], family: Family) -> bool:
    if any(path.rpartition("/")[2] in family.commands and "x" in rule.rights for path in rule.paths):
        return True
    return bool({*group, "all"} & {*rule.calls}) and not rule.paths and not rule.is_for_32_bits_only
