"""What ``xunjian doctor`` says of one target: who logs in, whom it meets, what stays dark and what opens it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

from agent.catalogue import CHECKS
from agent.doctor import Dark, Diagnosis, Opener
from agent.own_side import ending
from agent.rights.grants import missing
from agent.rights.patterns import name_of
from checks.base import REASON_WORDS
from collectors.base import Reason, Unseen
from config.kinds import DATABASES, NETWORK, asked_as
from config.site import Target
from config.text import Text, Value, _
from reports.output.totals import checks_words

SMALL_FOLDER_BYTES: Final = 64 * 1024**2
"""What the answers of one round may take in the private folder at the most is a few MB each; the sum stays under this."""
CLOCK_SECONDS: Final = 1.0
"""Where the difference of the clocks is worth a word; the inspection judges it (server.clock)."""
Line = tuple[Text | None, Text]
_TITLES = {check.id: check.title for check in CHECKS}


_LOGIN, _MET, _RIGHTS, _PLACE = _("Login"), _("Met"), _("Rights"), _("Room")
_LESS, REMEDY, _ENDS, _DARK = _("Less"), _("Remedy"), _("Ends"), _("Dark")
_OPENS = _("Opened")


def head(one: Diagnosis) -> Text:
    """The line above a target: whether it can be inspected, and its checks as an inspection counts them."""
    counted = checks_words(one.coverage)
    if not one.has_session:
        return head_of(one.target, _("cannot be inspected. {counted}", counted=counted))
    if one.is_whole:
        return head_of(one.target, _("can be inspected whole. {counted}", counted=counted))
    return head_of(one.target, _("can be inspected in part. {counted}", counted=counted))


def _openers(one: Diagnosis) -> Iterator[Line]:
    """How many of the dark checks rights would open, how many tools, and how many neither."""
    told = {
        Opener.RIGHTS: _("by rights {count}", count=len(one.opened_by(Opener.RIGHTS))),
        Opener.TOOLS: _("by tools {count}", count=len(one.opened_by(Opener.TOOLS))),
        Opener.NEITHER: _("by neither {count}", count=len(one.opened_by(Opener.NEITHER))),
    }
    if one.dark:
        dark = len(one.dark_checks)
        yield (
            _OPENS,
            _(
                "of the {dark} checks not seen whole, opened {rights}, {tools}, {neither}",
                dark=dark,
                rights=told[Opener.RIGHTS],
                tools=told[Opener.TOOLS],
                neither=told[Opener.NEITHER],
            ),
        )


def head_of(target: Target, state: Text) -> Text:
    """A target, its address where it has one, and how it stands."""
    if not target.address:
        return _("{target}: {state}", target=target.id, state=state)
    return _("{target} ({address}): {state}", target=target.id, address=target.address, state=state)


def lines(one: Diagnosis) -> Iterator[Line]:
    """What was found of a target, a label and a sentence each."""
    if one.failure is not None:
        yield from _failure(one.failure)
    if one.has_session and (one.transport or one.about):
        yield _LOGIN, _login(one)
    if one.about or one.identity:
        yield _MET, _met(one)
    if one.account is not None:
        yield _RIGHTS, _rights(one)
        yield from _room(one)
    yield from _openers(one)
    for number, dark in enumerate(one.dark, 1):
        yield from _dark_lines(number, dark, one)
    if one.sees_less:
        yield _LESS, _("without root these judge by what they see: {checks}", checks=_titles(one.sees_less))


def _failure(failure: Unseen) -> Iterator[Line]:
    why = REASON_WORDS[failure.reason.value]
    detail = failure.detail
    yield _DARK, _("{why}; {detail}", why=why, detail=detail) if detail else why
    if failure.remedy is not None:
        yield REMEDY, failure.remedy


def _login(one: Diagnosis) -> Text:
    method, way = one.transport.get("login", ""), one.transport.get("way", "exec")
    if one.target.kind == "local":
        return _("on this machine; shell {shell}", shell=one.transport.get("shell", "/bin/sh"))
    if one.target.kind in DATABASES:
        return _database_login(one)
    if asked_as(one.target.platform) == NETWORK:
        return _device_login(one)
    how = _("through a terminal, for commands are refused") if way == "terminal" else _("commands run directly (exec)")
    user = one.account.name if one.account else ""
    if not method:
        return how
    return _("as {user} by {method}; {how}", user=user or one.target.ssh.credential, method=method, how=how)


def _database_login(one: Diagnosis) -> Text:
    """By which way a database was asked, and what it says that it is."""
    product = one.transport.get("product_version") or one.transport.get("product", "")
    account = one.target.sql.credential if one.target.sql else ""
    if one.transport.get("way") == "client":
        return _("by its own client on its host; {product}", product=product)
    if not account:
        return _("by a driver; {product}", product=product)
    return _("by a driver, credential {account}; {product}", account=account, product=product)


def _device_login(one: Diagnosis) -> Text:
    """By which ways a device answered."""
    said, ways = one.transport, []
    if version := said.get("snmp_version", ""):
        ways.append(" ".join(word for word in (f"SNMPv{version}", said.get("security_level", "")) if word))
    if family := said.get("family", ""):
        ways.append(f"{'telnet' if one.target.telnet is not None else 'SSH'} ({family})")
    return _("by {ways}", ways=tuple(ways or ("-",)))


def _met(one: Diagnosis) -> Text:
    told = [one.about[name] for name in ("hostname", "os", "kernel") if name in one.about]
    told += [one.identity[name] for name in ("machine_id", "host_key") if name in one.identity]
    if one.failure is not None and one.failure.reason is Reason.IDENTITY:
        whom = _("another machine than the one we know")
    elif not one.identity:
        whom = _("by this way nobody proves to be the same one as before")
    elif not one.known:
        whom = _("met for the first time")
    else:
        whom = _("the one we know")
    return _("{whom}: {told}", whom=whom, told=tuple(told))


def _rights(one: Diagnosis) -> Text:
    account = one.account
    if account is None or account.uid == 0:
        return _("root")
    groups = account.groups or ("-",)
    if "ALL" in account.sudo_rules:
        return _("{name}, groups {groups}; sudo allows everything", name=account.name, groups=groups)
    if account.sudo_rules:
        count = len(account.sudo_rules)
        return _("{name}, groups {groups}; sudo allows {count} rules", name=account.name, groups=groups, count=count)
    if one.target.ssh.sudo or one.target.sudo:
        return _("{name}, groups {groups}; sudo allows nothing without a password", name=account.name, groups=groups)
    return _("{name}, groups {groups}; sudo is not asked (its entry has no sudo: true)", name=account.name, groups=groups)


def _room(one: Diagnosis) -> Iterator[Line]:
    free = one.account.folder_free_bytes if one.account else None
    folder = one.transport.get("folder", "").rpartition("/")[0]
    offset = float(one.transport.get("clock_offset_seconds", "0"))
    if free is not None and free < SMALL_FOLDER_BYTES:
        yield _PLACE, _("only {free:bytes} free in {folder}: a round may not fit", free=free, folder=folder)
    elif free is not None and folder:
        yield _PLACE, _("{free:bytes} free in {folder}", free=free, folder=folder)
    if abs(offset) >= CLOCK_SECONDS:
        yield _("Clock"), _("{seconds:number} s off ours", seconds=round(offset, 1))


def _dark_lines(number: int, dark: Dark, one: Diagnosis) -> Iterator[Line]:
    titles = _titles(dark.checks)
    why = REASON_WORDS.get(dark.reason, dark.said)
    yield _("Dark {number}", number=number), _("{why}: {checks}", why=why, checks=titles)
    if dark.rules:
        names = tuple(dict.fromkeys(map(name_of, dark.rules)))
        user = one.account.name if one.account else "inspect"
        told = _("allow by sudo {names} ({count} rules): xunjian doctor --sudoers --user {user} -t {target}")
        values: dict[str, Value] = {"names": names, "count": len(dark.rules), "user": user, "target": one.target.id}
        yield REMEDY, Text(told.template, values)
        if not (one.target.ssh.sudo or one.target.sudo):
            yield None, _("and write sudo: true into its entry")
        yield from ((REMEDY, other) for other in dark.beside)
    if dark.reason == Reason.DENIED.value and one.target.kind in DATABASES:
        yield from _grants(dark, one)
    if dark.packages:
        yield REMEDY, _("install {packages}", packages=dark.packages)
    elif dark.remedy is not None and not dark.rules:
        yield REMEDY, dark.remedy


def _grants(dark: Dark, one: Diagnosis) -> Iterator[Line]:
    """The rights in the database that may be missing, and what prints them."""
    rights = missing(one.target.platform, dark.checks)
    is_mariadb = "mariadb" in one.transport.get("product_version", "").lower()
    product = "mariadb" if is_mariadb else one.target.platform
    if rights:
        told = _("it lacks one of these rights: {rights}; xunjian doctor --grants {product}")
        yield REMEDY, Text(told.template, {"rights": rights, "product": product})


_TITLES_MOST: Final = 12


def _titles(checks: Sequence[str]) -> Text:
    shown = [_TITLES.get(check, Text("{verbatim}", {"verbatim": check})) for check in checks[:_TITLES_MOST]]
    made = shown[0]
    for more in shown[1:]:
        made = _("{some}, {more}", some=made, more=more)
    left = len(checks) - len(shown)
    return _("{some} and {count} more", some=made, count=left) if left else made


def ends_of(one: Diagnosis) -> Iterator[Line]:
    """What of the inspecting account ends, and when."""
    account, today = one.account, datetime.now(UTC).astimezone().date()
    if account is None:
        return
    if account.must_change_password:
        yield _ENDS, _("the password must be changed at the next login")
    for what, day in _ending_days(one):
        yield _ENDS, _("{what} {state}", what=what, state=ending(what, day, today).state)
    if not account.ages_are_known and one.target.kind == "linux":
        yield _ENDS, _("how long the account lives is not known: chage -l gave no answer (a directory's account?)")


def _ending_days(one: Diagnosis) -> Iterator[tuple[Text, date]]:
    account = one.account
    named = (
        (_("the password"), account and account.password_expires_on),
        (_("the account"), account and account.account_expires_on),
        (_("a key in authorized_keys"), account and account.key_expires_on),
    )
    for what, day in named:
        if day:
            yield what, day
