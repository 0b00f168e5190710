"""What the fixed subjects of the checks of accounts and logins are called."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("security.linux.account_duplicate_uid", "accounts"): _("accounts"),
    ("security.linux.account_duplicate_uid", "groups"): _("groups"),
    ("security.linux.account_shared_or_unlisted", "directory"): _("accounts of a directory"),
    ("security.linux.password_max_age", "new accounts"): _("new accounts"),
    ("security.linux.password_hash", "new passwords"): _("new passwords"),
    ("security.linux.file_umask", "login shells"): _("login shells"),
    ("security.linux.file_umask", "other shells"): _("other shells"),
}
NAMED: Final[Mapping[tuple[str, str], Text]] = {
    ("security.linux.account_duplicate_uid", "uid"): _("UID {name}"),
    ("security.linux.account_duplicate_uid", "gid"): _("GID {name}"),
    ("security.linux.account_duplicate_uid", "account"): _("account {name}"),
    ("security.linux.account_duplicate_uid", "group"): _("group {name}"),
}
"""Of subjects that are one of these words and a name or a number."""
