"""From where accounts may log in: a rule for every address leaves the whole network the guess."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.grades import failed
from checks.security.postgres_settings import is_near, listens_outside, network_of
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.postgres.access import HbaRule
from collectors.facts.postgres.security_settings import REACH, Reach
from config.limits import Layered
from config.text import _, verbatim

ID: Final = "security.postgres.hba_wide"
_WANTED: Final = _("the addresses of the application servers and administrators alone")


def judge(found: Reach, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a rule for every address, one of all others together."""
    quote = f"listen_addresses = {found.listens}"
    outside = listens_outside(found.listens)
    wide = [one for one in found.hba.rules if outside and _is_wide(one)]
    seen: Counter[str] = Counter()
    for rule in wide:
        text = " ".join(filter(None, (rule.kind, rule.databases, rule.users, rule.address, rule.method)))
        seen[text] += 1
        yield failed(
            ID,
            scene,
            text if seen[text] == 1 else f"{text} {seen[text]}",
            _("accounts may log in from every address"),
            observed=verbatim(quote),
            expected=_WANTED,
            quote=f"{rule.line}: {text}",
        )
    if not outside:
        yield Finding("", Level.OK, _("the server listens on the machine itself alone"), expected=_WANTED, quote=quote)
    elif not wide:
        count = _("of {count:number} rules of login none is for every address", count=len(found.hba.rules))
        yield Finding("", Level.OK, count, expected=_WANTED, quote=quote)


def _is_wide(rule: HbaRule) -> bool:
    if rule.error or rule.kind == "local" or rule.method == "reject" or is_near(rule.address):
        return False
    network = network_of(rule.address)
    return rule.address in {"all", ""} or (network is not None and network.prefixlen == 0)


HBA_WIDE: Final[SecurityCheck] = security_check(
    ID,
    title=_("PostgreSQL: login from every address"),
    needs=REACH,
    limits=NoLimits(),
    judge=judge,
    reads=_("pg_hba_file_rules and listen_addresses"),
    remedy=_("Replace 0.0.0.0/0, ::/0 and all by the addresses that need the server."),
    card=Card(
        steps=(
            _("List the addresses that log in over at least a week (pg_stat_activity, the server’s log)."),
            _("Write one rule for each of them above the wide rule, reload, and see which logins still use the wide one."),
            _("Remove the wide rule and reload; where no application comes by network, set listen_addresses = localhost."),
        ),
        commands=(
            'psql -c "select distinct usename, datname, client_addr from pg_stat_activity where client_addr is not null"',
            "cp -p <pg_hba.conf> <pg_hba.conf>.bak",
            'psql -c "select pg_reload_conf()"',
        ),
        risk=_("An application whose address was not seen (a monthly job, a standby) cannot log in any more."),
        rollback=_("Put the copy back and reload."),
        verify='psql -c "select line_number, address, netmask from pg_hba_file_rules"',
        window=Window.RELOAD,
    ),
    traps=(
        _("where the server listens on the machine itself alone, a wide rule lets nobody in"),
        _("a wide rule with reject shuts out, and is right"),
        _("the first rule that fits counts: a wide one below others is still reached by whom they do not name"),
    ),
)
