"""How old a system is: release, kernels, packages, and whether it waits for a restart.

Which package system it is decides what its database holds, not the release's name: Kylin, UOS, openEuler and Anolis come
with either. No version is compared with another vendor's: distributions mend faults in old versions (backports).
Where no program says whether a restart is due, the days of the core packages stand beside the last start.

Sample::

    @now 1790000000
    @running 4.19.90-52.22.v2207.ky10.x86_64
    @built #1 SMP Tue Mar 14 12:19:10 CST 2023
    @release
     ID="kylin"
     VERSION_ID="V10"
    @detail Kylin Linux Advanced Server release V10 (Lance)
    @kernel 4.19.90-52.22.v2207.ky10.x86_64
    @kernels 1
    @packages rpm 412 1789000000
    @core glibc 1780000000
    @booted 1785000000
    @needs-restarting 0 No core libraries or services have been updated since boot-up.
    @lines 13
    @end
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.patches import PATCH_LEVEL, PatchLevel
from collectors.linux.core_packages import BOOTED, NEWEST, core_packages
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_stamps import MONTHS
from collectors.linux.passages import Passage, number, passages
from collectors.linux.rpm_database import RPMS

_COMMAND: Final = counting(
    RPMS
    + NEWEST
    + r"""
echo "@now $(date +%s)"
echo "@running $(uname -r)"
echo "@built $(uname -v)"
for f in /etc/os-release /usr/lib/os-release; do
  [ -r $f ] || continue
  echo @release; sed -n 's/^\(ID\|VERSION_ID\|PRETTY_NAME\|VERSION\)=/ &/p' $f; break
done
for f in kylin neokylin uos openEuler anolis centos oracle redhat SuSE system; do
  [ -r /etc/$f-release ] || continue
  sed -n '1s/^/@detail /p' /etc/$f-release; break
done
[ ! -r /etc/debian_version ] || sed -n '1s/^/@debian /p' /etc/debian_version
n=0
for f in /boot/vmlinuz-* /boot/vmlinux-* /boot/Image-* /boot/image-*; do
  case $f in *rescue* | *kdump* | *.old | *.gz | *.hmac | *'*') continue ;; esac
  [ -e "$f" ] || continue
  f=${f#/boot/}; n=$((n + 1)); echo "@kernel ${f#*-}"
done
echo "@kernels $n"
r=0 d=0
! rpms ||
  { v=$(rpm -qa --qf '%{INSTALLTIME} %{NAME}\n' 2>/dev/null | newest); r=${v%% *}; }
[ ! -s /var/lib/dpkg/status ] || d=$(grep -c '^Status: install ok installed' /var/lib/dpkg/status)
if [ "$r" -gt "$d" ]; then
  echo "@packages rpm $v"
elif [ "$d" -gt 0 ]; then
  v=$(find /var/lib/dpkg/info -name '*.list' -exec stat -c '%Y %n' {} + 2>/dev/null | newest)
  echo "@packages dpkg $d ${v#* }"
fi
for f in /run/reboot-required /var/run/reboot-required /run/reboot-needed; do [ ! -e $f ] || echo "@restart $f"; done
[ ! -e /usr/share/update-notifier/notify-reboot-required ] || echo '@notifier'
f=$(command -v needs-restarting 2>/dev/null) && f=$(readlink -f "$f")
# dnf's own writes logs and caches, and its plug-ins ask the vendor over the network: only that of yum-utils is read
case ${f##*/} in ''|*dnf*) ;; *)
  v=$(needs-restarting -r 2>/dev/null); r=$?
  printf '@needs-restarting %s %s\n' $r "$(printf '%s\n' "$v" | grep -E 'eboot (is|should)|core libraries' | tail -n 1)" ;;
esac
for f in /sys/kernel/livepatch/*; do [ ! -e "$f/enabled" ] || echo "@livepatch ${f##*/}"; done
[ ! -e /.dockerenv ] && [ ! -e /run/.containerenv ] || echo @container
"""
    + BOOTED
)

_BUILT_LONG = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) \S+ (?P<year>\d{4})",
    re.ASCII,
)
_BUILT_SHORT = re.compile(r"\((?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\)", re.ASCII)


def parse(answer: Answer) -> PatchLevel:
    """Read how old it is. Raises SessionError (cut) where kernels were counted that do not stand there."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"now", "running", "kernels"} <= parts.keys():
        raise ParseError("no time, kernel or kernels", answer.text[:80])
    kernels = tuple(one.rest for one in found if one.kind == "kernel")
    if number(parts["kernels"].rest) != len(kernels):
        raise SessionError(Reason.CUT, f"@kernels {parts['kernels'].rest}")
    if not {"release", "detail", "debian"} & parts.keys():
        raise SessionError(Reason.EMPTY, "/etc/os-release")
    release = _release(parts["release"].lines if "release" in parts else ())
    detail = parts["detail"].rest if "detail" in parts else ""
    system, count, changed = _packages(parts)
    restart, has_witness = _restart(parts)
    return PatchLevel(
        asked_at=_at(parts["now"].rest),
        os_id=release.get("ID", "debian" if "debian" in parts else _old_id(detail)),
        os_version=release.get("VERSION_ID", parts["debian"].rest if "debian" in parts else _old_version(detail)),
        os_name=release.get("PRETTY_NAME", detail),
        os_detail=" ".join((release.get("VERSION", ""), detail)).strip(),
        kernel=parts["running"].rest,
        kernels=kernels,
        kernel_built_at=_built(parts["built"].rest if "built" in parts else ""),
        package_system=system,
        packages_count=count,
        last_change_at=changed,
        restart=restart,
        has_restart_witness=has_witness,
        booted_at=_at(parts["booted"].rest) if "booted" in parts else None,
        core_packages={name: _at(at) for name, at in core_packages(found).items()},
        is_livepatched="livepatch" in parts,
        is_container="container" in parts,
    )


def _release(lines: Sequence[str]) -> dict[str, str]:
    pairs = (line.partition("=") for line in lines)
    return {name: value.strip().strip("\"'") for name, _sign, value in pairs}


def _old_id(detail: str) -> str:
    """The name of a release that has no os-release (RHEL 6 and its kin)."""
    words = detail.lower()
    known = (("red hat enterprise", "rhel"), ("centos", "centos"), ("oracle", "ol"), ("suse linux enterprise", "sles"))
    return next((name for word, name in known if word in words), "")


def _old_version(detail: str) -> str:
    match = re.search(r"\d+(\.\d+)*", detail, re.ASCII)
    return match[0] if match else ""


def _packages(parts: Mapping[str, Passage]) -> tuple[str, int, datetime | None]:
    words = parts["packages"].rest.split() if "packages" in parts else []
    if len(words) < 2:  # noqa: PLR2004 - system, count, and the newest change where it is known
        return "", 0, None
    return words[0], number(words[1]), _at(words[2]) if len(words) > 2 else None  # noqa: PLR2004 - as above


def _restart(parts: Mapping[str, Passage]) -> tuple[str, bool]:
    """Who asks for a restart, and whether anybody would: a file that some program writes, or needs-restarting's words."""
    if "restart" in parts:
        return parts["restart"].rest, True
    if "needs-restarting" in parts:
        code, _space, said = parts["needs-restarting"].rest.partition(" ")
        if code == "1" and "eboot is required" in said:
            return "needs-restarting", True
        return "", code == "0" and bool(said)
    return "", "notifier" in parts


def _built(words: str) -> datetime | None:
    match = _BUILT_LONG.search(words) or _BUILT_SHORT.search(words)
    if match is None:
        return None
    month = match["month"]
    try:
        number_of_month = int(month) if month.isdigit() else MONTHS.index(month) + 1
        return datetime(int(match["year"]), number_of_month, int(match["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _at(word: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(word), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", word) from error


PATCHES_RELEASE: Final = Collector(
    id="linux.patches.release",
    provides=PATCH_LEVEL,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=30, kib=64),
    parse=parse,
)
