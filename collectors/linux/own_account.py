"""Our own account on a target, asked by ``xunjian doctor``: groups, what sudo allows, how long it lives, room for a round.

Reads nothing but what an account may ask of itself: ``id``, ``chage -l`` of its own name, its own authorized_keys (of which
only dates leave the target), ``df`` of the private folder. The list of sudo is the round's own, made where it is allowed.

Sample::

    @id 1002 inspect
    @groups inspect adm
    @sudo
     + /usr/sbin/smartctl --scan-open
    @age 0
     Password expires                                        : Dec 31, 2026
     Account expires                                         : never
    @folder
     Filesystem     1024-blocks  Used Available Capacity Mounted on
     tmpfs              4096000     0   4096000       0% /dev/shm
    @end
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Shell
from collectors.facts.own_account import OWN_ACCOUNT, OwnAccount
from collectors.linux.passages import Passage, number, whole

_COMMAND: Final = r"""
printf '@id %s %s\n@groups %s\n' "$(id -u)" "$(id -un)" "$(id -Gn)"
[ ! -s "$W" ] || { echo @sudo; sed 's/^/ /' "$W"; }
if command -v chage >/dev/null; then
  v=$(chage -l "$(id -un)" 2>&1); echo "@age $?"; printf '%s\n' "$v" | sed 's/^/ /'
fi
if [ -r "$HOME/.ssh/authorized_keys" ]; then
  echo @keys; sed -n '/^#/!s/.*expiry-time="\([0-9]\{8\}\)[0-9]*Z\{0,1\}".*/ \1/p' "$HOME/.ssh/authorized_keys"
fi
echo @folder; df -Pk "$TMPDIR" | sed 's/^/ /'
echo @end"""
_AGE = re.compile(r"(Password|Account) expires\s*: (.+)")
_NONE = Passage("", "", ())


def parse(answer: Answer) -> OwnAccount:
    """Read who we are there. Raises SessionError (cut), ParseError."""
    found = whole(answer.text)
    if "id" not in found:
        raise ParseError("no id", answer.text[:80])
    uid, _space, name = found["id"].rest.partition(" ")
    ages = _ages(found)
    keys = [_day(line, "%Y%m%d") for line in found.get("keys", _NONE).lines]
    rules = [line.removeprefix("+ ") for line in found.get("sudo", _NONE).lines if line.startswith("+ ")]
    return OwnAccount(
        uid=number(uid),
        name=name,
        groups=tuple(found.get("groups", _NONE).rest.split()),
        sudo_rules=tuple(rules),
        password_expires_on=_end(ages.get("Password", "never")),
        account_expires_on=_end(ages.get("Account", "never")),
        must_change_password=ages.get("Password", "") == _MUST,
        key_expires_on=min(keys, default=None),
        ages_are_known=len(ages) == len(_KINDS),
        folder_free_bytes=_free(found.get("folder", _NONE).lines),
    )


_KINDS: Final = ("Password", "Account")
_MUST: Final = "password must be changed"


def _ages(found: Mapping[str, Passage]) -> dict[str, str]:
    """The lines of ``chage -l`` that name an end; none where it refused."""
    said = found.get("age", _NONE)
    return {line[1]: line[2].strip() for text in said.lines if (line := _AGE.match(text))} if said.rest == "0" else {}


def _end(words: str) -> date | None:
    return None if words in {"never", _MUST} else _day(words, "%b %d, %Y")


def _day(words: str, form: str) -> date:
    try:
        return datetime.strptime(words.strip(), form).date()  # noqa: DTZ007 - a day of the target's calendar
    except ValueError:
        raise ParseError("no day", words) from None


def _free(lines: tuple[str, ...]) -> int | None:
    words = lines[-1].split() if lines else []
    return number(words[-3], lines[-1]) * 1024 if len(words) > 5 and words[-3].isdigit() else None  # noqa: PLR2004 - POSIX df


OWN_ACCOUNT_LINUX: Final = Collector(
    id="linux.own_account", provides=OWN_ACCOUNT, on=LINUX, ask=Shell(_COMMAND, seconds=10, kib=256), parse=parse
)
