r"""SELinux and AppArmor: as the kernel runs them, and as they are set for the next start.

/proc/filesystems is the witness that SELinux is off: it names selinuxfs wherever it is on, also in a container that does
not see its mode; a kernel with AppArmor has its switch below /sys/module.

Sample::

    @selinux 1
    @selinuxfs 1
    @selinux-at-boot enforcing
    @apparmor -
    @lsm lockdown,capability,yama,selinux
    @boot selinux=1
    @lines 6
    @end
"""

from collections.abc import Mapping
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Root, Shell
from collectors.facts.access_control import MANDATORY_ACCESS, MandatoryAccess
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number

_COMMAND: Final = counting(r"""
v=-; [ ! -r /sys/fs/selinux/enforce ] || read -r v </sys/fs/selinux/enforce; echo "@selinux $v"
echo "@selinuxfs $(grep -c selinuxfs /proc/filesystems)"
sed -n 's/^[[:space:]]*SELINUX=\([a-z]*\).*/@selinux-at-boot \1/p' /etc/selinux/config 2>/dev/null
v=-; [ ! -r /sys/module/apparmor/parameters/enabled ] || read -r v </sys/module/apparmor/parameters/enabled
echo "@apparmor $v"
if [ "$v" = Y ]; then
  $S awk '{ if (/\(enforce\)/) e++; else if (/\(complain\)/) c++ } END { print "@profiles " e + 0, c + 0 }' \
    /sys/kernel/security/apparmor/profiles 2>/dev/null
fi
v=-; [ ! -r /sys/kernel/security/lsm ] || read -r v </sys/kernel/security/lsm; echo "@lsm $v"
v=; for w in $(cat /proc/cmdline); do
  case $w in selinux=*|enforcing=*|apparmor=*|security=*|lsm=*) v="$v $w" ;; esac
done
echo "@boot$v" """)

_OTHERS: Final = frozenset({"smack", "tomoyo", "kysec"})


def parse(answer: Answer) -> MandatoryAccess:
    """Read what confines programs. Raises SessionError (cut) where a line is missing."""
    parts = complete(answer.text)
    if not {"selinux", "selinuxfs", "apparmor", "lsm", "boot"} <= parts.keys():
        raise ParseError("no word of SELinux or AppArmor", answer.text[:80])
    modules = parts["lsm"].rest.split(",")
    enforced, complaining = _profiles(parts)
    return MandatoryAccess(
        selinux=_selinux(parts["selinux"].rest, has_filesystem=number(parts["selinuxfs"].rest) > 0),
        selinux_at_boot=parts["selinux-at-boot"].rest if "selinux-at-boot" in parts else "",
        apparmor_is_on=parts["apparmor"].rest == "Y",
        enforced_count=enforced,
        complaining_count=complaining,
        others=tuple(one for one in modules if one in _OTHERS),
        boot_words=tuple(parts["boot"].rest.split()),
    )


def _selinux(enforce: str, *, has_filesystem: bool) -> str:
    if enforce in {"0", "1"}:
        return "enforcing" if enforce == "1" else "permissive"
    return "" if has_filesystem else "off"


def _profiles(parts: Mapping[str, Passage]) -> tuple[int | None, int | None]:
    """How many profiles are enforced and how many only complain; None where they could not be read."""
    words = parts["profiles"].rest.split() if "profiles" in parts else []
    if len(words) != 2:  # noqa: PLR2004 - enforced, complaining
        return None, None
    return number(words[0]), number(words[1])


MANDATORY_ACCESS_KERNEL: Final = Collector(
    id="linux.access_control.kernel",
    provides=MANDATORY_ACCESS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=16, root=Root.BETTER),
    parse=parse,
)
