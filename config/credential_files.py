"""Credentials of the service: where systemd hands them over, and the files of root's that they are read from."""

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

DIRECTORY_VARIABLE: Final = "CREDENTIALS_DIRECTORY"
"""Set by systemd for a unit with LoadCredential= (systemd.exec(5), "Credentials")."""
KEPT_IN: Final = "/etc/xunjian/credentials"
"""Root's folder: one file a credential, its name the credential's. Whoever runs the program by hand reads it there."""
_OF_FILE: Final = "file."
_DIGITS: Final = 32
_REFERENCES: Final = re.compile(r"\$\{(file:/[^{}\x00]+|credential:[A-Za-z0-9_][A-Za-z0-9_.-]*)\}")


def credential_name(said: str) -> str:
    """The name under which systemd hands over a credential, or the file of a path: a path is no name, its digest is one."""
    return _OF_FILE + sha256(said.encode()).hexdigest()[:_DIGITS] if said.startswith("/") else said


def kept_file(name: str) -> str:
    """The file that a credential is read from where systemd hands over none."""
    return f"{KEPT_IN}/{name}"


def handed_file(said: str) -> str:
    """The file that systemd handed to this process for a credential's name or a file's path; "" where it did not."""
    folder = os.environ.get(DIRECTORY_VARIABLE, "")
    path = f"{folder}/{credential_name(said)}"
    return path if folder and Path(path).exists() else ""


def is_handed(path: str) -> bool:
    """Whether a path lies in the folder that systemd made for this process."""
    folder = os.environ.get(DIRECTORY_VARIABLE, "")
    return bool(folder) and path.startswith(f"{folder}/")


def named_in(text: str) -> dict[str, str]:
    """What ``${file:...}`` and ``${credential:...}`` in a text name: credential name to the file it is read from."""
    found: dict[str, str] = {}
    for reference in _REFERENCES.findall(text):
        kind, _colon, said = reference.partition(":")
        found[credential_name(said)] = said if kind == "file" else kept_file(said)
    return found
