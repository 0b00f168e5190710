"""Who comes to the DBA role, through however many roles, and which profiles the open accounts of users have."""

from collections.abc import Iterator
from typing import Final

from collectors.base import Derived, Listing, Unseen, listing
from collectors.facts.oracle.accounts import ACCOUNTS, HOLDERS, POLICIES, RIGHTS_GIVEN, Account, Holder, Policy, Rights
from collectors.oracle.containers import needed

_ALL: Final = frozenset({"DBA", "PDB_DBA", "CDB_DBA"})
_NO_DATA: Final = frozenset({"UNLIMITED TABLESPACE", "SELECT ANY DICTIONARY"})


def derive_holders(rights: Listing[Rights] | Exception, accounts: Listing[Account] | Exception) -> Listing[Holder]:
    """Follow the grants from DBA down to accounts of users."""
    given, known = needed(rights), needed(accounts)
    missed = {one.subject: one for part in (given, known) for one in part.unseen}

    def found() -> Iterator[Holder]:
        for one in given.records:
            if one.database in missed:
                continue
            yield Holder(one.database, "", (), ())
            every = _holder(one, "PUBLIC")
            if every.ways or every.privileges or every.by_roles:
                yield every
            for account in known.records:
                if account.database == one.database and not account.is_maintained and "LOCKED" not in account.status:
                    yield _holder(one, account.name)

    return listing(found(), tuple(missed.values()))


def _holder(rights: Rights, name: str) -> Holder:
    roles = _roles_of(rights, name)
    ways = [role for role in roles if any(g.grantee == role and g.granted in _ALL for g in rights.grants)]
    ways += [role for role in roles if role in _ALL]
    ways += [g.granted for g in rights.grants if g.kind == "password file" and g.grantee == name]
    held = _held(rights, {name})
    through = _held(rights, set(roles) - _ALL) - held
    return Holder(rights.database, name, tuple(dict.fromkeys(ways)), tuple(sorted(held)), tuple(sorted(through)))


def _held(rights: Rights, grantees: set[str]) -> set[str]:
    return {g.granted for g in rights.grants if g.kind == "privilege" and g.grantee in grantees} - _NO_DATA


def _roles_of(rights: Rights, name: str) -> list[str]:
    """Every role that an account has, granted to it or to one of its roles."""
    found: list[str] = []
    waiting = [name]
    while waiting:
        of = waiting.pop()
        more = [g.granted for g in rights.grants if g.kind == "role" and g.grantee == of and g.granted not in found]
        found += more
        waiting += more
    return found


def derive_policies(rights: Listing[Rights] | Exception, accounts: Listing[Account] | Exception) -> Listing[Policy]:
    """Every profile in use, with DEFAULT looked up in the profile of that name."""
    given, known = needed(rights), needed(accounts)
    missed = {one.subject: one for part in (given, known) for one in part.unseen}

    def found() -> Iterator[Policy | Unseen]:
        for one in given.records:
            if one.database not in missed:
                yield from _policies(one, [a for a in known.records if a.database == one.database])

    return listing(found(), tuple(missed.values()))


def _policies(rights: Rights, accounts: list[Account]) -> Iterator[Policy]:
    used = [one.profile for one in accounts if not one.is_maintained and "LOCKED" not in one.status] or ["DEFAULT"]
    default = {resource: value for profile, resource, value in rights.profiles if profile == "DEFAULT"}
    for profile in sorted(set(used)):
        its = {resource: value for name, resource, value in rights.profiles if name == profile}
        settings = {
            resource: default.get(resource, value) if value == "DEFAULT" else value for resource, value in its.items()
        }
        yield Policy(rights.database, profile, settings, used.count(profile))


HOLDERS_ORACLE: Final = Derived(id="oracle.holders", provides=HOLDERS, of=(RIGHTS_GIVEN, ACCOUNTS), derive=derive_holders)
POLICIES_ORACLE: Final = Derived(
    id="oracle.policies", provides=POLICIES, of=(RIGHTS_GIVEN, ACCOUNTS), derive=derive_policies
)
