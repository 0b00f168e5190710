"""The packages that a running system goes on using until its next start, and when each was installed.

The database of rpm has the moment; dpkg writes a package's list of files when it unpacks it. needs-restarting compares the
same moments with the last start (dnf-plugins-core, plugins/needs_restarting.py: NEED_REBOOT; yum-utils has TLS beside it).

Sample::

    @packages rpm 412 1789000000
    @core glibc 1780000000
    @booted 1785000000
"""

from collections.abc import Iterable
from typing import Final

from collectors.linux.passages import Passage

NEWEST: Final = r"""
newest() {
  awk '{ n = $2; sub(/.*\//, "", n); sub(/[.]list$/, "", n); sub(/:.*/, "", n) }
  $1 + 0 > l + 0 { l = $1 }
  n ~ /^(kernel(-default|-rt|-uek|-64k|-PAE)?(-core)?|linux-image-[0-9].*|glibc|libc6|systemd|udev|microcode_ctl)$/ ||
  n ~ /^(dbus(-daemon|-broker)?|openssl-libs|libopenssl[0-9_.]+|libssl[0-9.]+(t64)?|gnutls|libgnutls30(t64)?)$/ {
    if ($1 + 0 > t[n] + 0) t[n] = $1 }
  END { print NR, l; for (n in t) print "@core " n " " t[n] }'
}
"""
"""Defines ``newest``: of lines ``TIME NAME`` it prints their number and the newest time, then a ``@core`` a package."""
BOOTED: Final = "sed -n 's/^btime /@booted /p' /proc/stat"
_LIBRARIES: Final = frozenset({"glibc", "libc6"})
"""One of these stands on every system with a package database; without it the list is not whole."""


def core_packages(found: Iterable[Passage]) -> dict[str, str]:
    """By package, when it was installed, as seconds since 1970 in words; nothing where the C library is not named."""
    pairs = (one.rest.partition(" ") for one in found if one.kind == "core")
    installed = {name: at for name, _space, at in pairs}
    return installed if _LIBRARIES & installed.keys() else {}
