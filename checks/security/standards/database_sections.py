"""Sections of the database benchmarks that the checks name. Titles are ours."""

from typing import Final

from checks.security.standards.sections import Topic
from config.text import _

DATABASES: Final[tuple[Topic, ...]] = (
    Topic(_("Directories and permissions of PostgreSQL"), "cis-postgresql13 2"),
    Topic(_("Where the log of PostgreSQL goes"), "cis-postgresql13 3.1.2"),
    Topic(_("The log collector of PostgreSQL"), "cis-postgresql13 3.1.3"),
    Topic(_("Connections are logged"), "cis-postgresql13 3.1.18 3.1.19"),
    Topic(_("What a log line of PostgreSQL holds"), "cis-postgresql13 3.1.22 3.1.23 3.1.24"),
    Topic(_("Fine-grained audit (pgAudit)"), "cis-postgresql13 3.2"),
    Topic(_("Users and rights of PostgreSQL"), "cis-postgresql13 4"),
    Topic(_("Superusers, powerful roles and functions"), "cis-postgresql13 4.5 4.7 4.8"),
    Topic(_("Connection and login to PostgreSQL"), "cis-postgresql13 5"),
    Topic(_("TLS of PostgreSQL"), "cis-postgresql13 6.8"),
    Topic(_("Backup tool of PostgreSQL"), "cis-postgresql13 8.3"),
    Topic(_("Patch level of Oracle"), "cis-oracle19 1.1"),
    Topic(_("Audit parameters of Oracle"), "cis-oracle19 2.2.1 2.2.2"),
    Topic(_("Login by the operating system from afar"), "cis-oracle19 2.2.4 2.2.7 2.2.8"),
    Topic(_("Resource limits are enforced"), "cis-oracle19 2.2.16"),
    Topic(_("Lockout in Oracle profiles"), "cis-oracle19 3.1 3.2"),
    Topic(_("Life of passwords in Oracle profiles"), "cis-oracle19 3.3 3.4 3.5 3.6 3.7"),
    Topic(_("Default passwords of Oracle accounts"), "cis-oracle19 4.1"),
    Topic(_("Powerful packages granted to PUBLIC"), "cis-oracle19 5.1.1.x"),
    Topic(_("Powerful privileges and the role DBA"), "cis-oracle19 5.2.1 5.3.3"),
    Topic(_("Audit of statements and privileges"), "cis-oracle19 6.1.x 6.2.x"),
    Topic(_("Reading of files by the MySQL server and its clients"), "cis-mysql56 4.4 4.8"),
    Topic(_("Login and passwords of MySQL"), "cis-mysql56 7"),
    Topic(_("Password rules of MySQL"), "cis-mysql56 7.6"),
)
