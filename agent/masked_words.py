"""What a site's mask hides: its own names, those of its machines, of its people and of their accounts."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from agent.catalogue import collectors_for
from agent.outcomes import Seen
from agent.past import Kept
from agent.replaying import outcomes_then
from checks.areas import Area
from checks.result import Inspection, TargetResult
from collectors.facts.accounts import ACCOUNTS
from config.site import Site

SHORTEST: Final = 3
"""A shorter word of letters alone stands in too many commands and options to be told from them; ours."""
_EVERYBODYS: Final = """
local localhost localdomain local4 com cn net org gov edu mil www root admin administrator daemon bin sys sync adm lp
mail news uucp operator games gopher ftp nobody nogroup dbus sshd ntp chrony postfix rpc rpcuser nfsnobody tss avahi
polkitd systemd-network systemd-resolve systemd-timesync systemd-coredump messagebus syslog man proxy www-data backup
list irc gnats _apt ntpsec uuidd tcpdump postgres mysql mariadb oracle grid dmdba kingbase redis nginx apache tomcat
zabbix nagios rabbitmq kafka halt shutdown setup libstoragemgmt cockpit-ws sssd unbound abrt saslauth mailnull smmsp
public private sysdba system dbsnmp outln anonymous guest everyone other others none default test
"""
"""Names that systems and products bring: they tell nothing of a site."""
_ACCOUNT_CHECKS: Final = ("server.accounts", "security.")
_FIRST_PERSON: Final = 1000
"""UIDs of people begin here (login.defs(5), UID_MIN)."""
_PARTS: Final = re.compile(r"[^\s@.'\"`,;:/\\()\[\]{}<>|]+")


def of_site(site: Site) -> Iterator[str]:
    """What the configuration names."""
    yield from (site.customer, site.project, site.contract_number)
    for contact in site.contacts:
        yield from (str(contact.get(name, "")) for name in ("name", "email", "phone"))
    for credential in site.credentials.values():
        yield from (credential.user, credential.snmp_user)
    for target in (*site.targets, *site.groups):
        yield from (target.id, target.address)
        yield from (target.asset.get(name, "") for name in ("name", "owner", "location", "serial", "number"))


def of_inspection(inspection: Inspection, store: Kept) -> Iterator[str]:
    """What its targets call themselves, and the accounts that it met."""
    yield inspection.customer
    for one in inspection.targets:
        yield from (one.target, one.address, one.about.get("hostname", ""), one.about.get("serial", ""))
        yield from (value for name, value in one.identity.items() if name in {"machine_id", "serial"})
        yield from _accounts(one, store)
        yield from _database_accounts(one, inspection)


def _accounts(one: TargetResult, store: Kept) -> Iterator[str]:
    found = outcomes_then(one, collectors_for(one.platform, (), always=(ACCOUNTS,)), store.evidence).get(ACCOUNTS.name)
    if isinstance(found, Seen):
        yield from (account.name for account in found.facts.accounts if account.uid >= _FIRST_PERSON or account.uid == 0)


def _database_accounts(one: TargetResult, inspection: Inspection) -> Iterator[str]:
    """Accounts are the subjects of the checks that look at accounts."""
    areas = {row.check: row.area for row in inspection.catalogue}
    for finding in one.findings:
        is_of_accounts = areas.get(finding.check) == Area.DB_SECURITY.value or "account" in finding.check
        if is_of_accounts and finding.subject:
            yield finding.subject


def words(found: Iterable[str]) -> frozenset[str]:
    """The words to hide, in small letters: names and their parts, without what everybody has and what is too short."""
    known = frozenset(_EVERYBODYS.split())
    whole = {one.strip().lower() for one in found if one and one.strip()}
    parts = {part.lower() for one in whole for part in _PARTS.findall(one)}
    spoken = {one for one in whole if not one.isascii()}
    return frozenset(one for one in parts | spoken if one not in known and _is_telling(one))


def _is_telling(word: str) -> bool:
    if word.isascii():
        is_number = not re.search(r"[a-z]", word)
        return len(word) >= SHORTEST and not (is_number and len(word) < 6)  # noqa: PLR2004 - a count, a port, a day
    return len(word) >= 2  # noqa: PLR2004 - a name of a person has two ideographs
