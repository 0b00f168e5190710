"""Whether a host is one of rpm's: it has a database of packages, and the program to read it.

Where rpm is merely installed (on Debian, beside dpkg), its database is ``~/.rpmdb``, and the first question makes that
folder: nothing of ours asks it there.
"""

from typing import Final

RPMS: Final = """
rpms() {
  set -- /var/lib/rpm/* /usr/lib/sysimage/rpm/*
  { [ -e "$1" ] || [ -e "$2" ]; } && command -v rpm >/dev/null 2>&1
}
"""
"""A function of the shell; a pattern that fits nothing stays as it is, and is no file."""
