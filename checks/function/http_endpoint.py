"""A page or interface. What its users cannot open does not exist for them, however green the servers are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.functions import PAGE, Page
from collectors.facts.page_words import error_of, has_login_form, wall_of
from config.limits import Layered, Side, compare, limit
from config.text import Text, _

_LOGIN: Final = re.compile(r"login|signin|sso|/cas(/|\?|$)|oauth|authorize|saml|passport", re.IGNORECASE)
_MISSING: Final = re.compile(
    r"<title>[^<]*(404|not found|页面不存在|找不到|无法找到|系统错误|服务异常|internal server error)", re.IGNORECASE
)
_MOST_ERRORS: Final = 400
_GOOD: Final = range(200, 300)
_REDIRECT: Final = range(300, 400)
_WALLED: Final = frozenset({403, 405, 406, 412, 429, 468, 493})
"""What web application firewalls answer with; with a captcha's words on the page it was they who answered."""


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What the page should be: ``statuses`` (empty: any 2xx), a pattern that it must hold and one that it must not."""

    statuses: tuple[int, ...] = limit((), unit="HTTP status", source="the operator")
    pattern: str = limit("", unit="regular expression", source="the operator")
    absent: str = limit("", unit="regular expression", source="the operator")
    warn_seconds: float = limit(1.0, unit="seconds", source="Awesome Prometheus Alerts: BlackboxSlowProbe")
    critical_seconds: float = limit(5.0, unit="seconds", source="our judgement: people go away")


def judge(page: Page, limits: Layered[PageLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: it opens, it is the page, it comes in time."""
    base = limits.base
    if page.status is None:
        yield _unreached(page)
        return
    wrong = _expression_wrong(base)
    if wrong:
        yield unknown("", Unseen("", Reason.NOT_ASKED, _("no regular expression: {words}", words=wrong)))
        return
    level, summary = _verdict(page, base)
    if level is Level.UNKNOWN:
        is_open = not base.pattern and page.status in _GOOD
        yield unknown("", Unseen("", Reason.DENIED, summary, _NAME_IT if is_open else _THROUGH))
        return
    yield Finding(
        "",
        level,
        summary,
        observed=_("HTTP {status} after {took:number} s", status=page.status, took=round(page.took_seconds, 3)),
        expected=_expected(base),
        quote=f"GET {page.url} {page.status} {page.location}".strip(),
        measures={"took_seconds": page.took_seconds, "body_bytes": page.body_bytes, "failed_tries_count": len(page.tries)},
    )


_THROUGH: Final = _(
    "see the function with an account: write its steps (login, query) as a transaction, or let the inspecting address "
    "through"
)
_NAME_IT: Final = _(
    "write under pattern a text that only the right page holds; or write the steps with an account as a transaction"
)
_NAME: Final = _("correct the name in the address, or the name service of the machine that inspects")


def _unreached(page: Page) -> Finding:
    last = page.tries[-1]
    if not last.is_named:
        return unknown("", Unseen("", Reason.UNREACHABLE, last.detail, _NAME))
    if last.reason == Reason.REFUSED.value:  # a handshake that does not come off: TLCP, or versions that OpenSSL lacks
        return unknown("", Unseen("", Reason.REFUSED, last.detail))
    count = len(page.tries)
    return Finding(
        "",
        Level.CRITICAL,
        _("it cannot be opened: {count:number} of {count:number} attempts failed", count=count),
        observed=Text("{verbatim}", {"verbatim": last.detail}),
        expected=_("a page"),
        quote=last.detail,
        measures={"failed_tries_count": count},
    )


def _expression_wrong(limits: PageLimits) -> str:
    for words in (limits.pattern, limits.absent):
        try:
            re.compile(words)
        except re.error:
            return words
    return ""


def _verdict(page: Page, limits: PageLimits) -> tuple[Level, Text]:
    status = page.status or 0
    is_expected = status in limits.statuses if limits.statuses else status in _GOOD
    if not is_expected:
        return _unexpected(page, status)
    content, time = _content(page, limits), _in_time(page, limits)
    is_worse = content is not None and content[0] is Level.WARN and time[0] is Level.CRITICAL
    return time if content is None or is_worse else content


def _unexpected(page: Page, status: int) -> tuple[Level, Text]:
    if status in _REDIRECT and _LOGIN.search(page.location):
        return Level.UNKNOWN, _("it leads to a login, {place}, which is not the page", place=_place(page.location))
    if status in _REDIRECT:
        return Level.WARN, _("it leads elsewhere, to {place}, and the page was not seen", place=_place(page.location))
    if status in _WALLED and wall_of(page.body):
        return Level.UNKNOWN, _("a firewall or a captcha answered (HTTP {status}) in place of the page", status=status)
    if status < _MOST_ERRORS:
        return Level.WARN, _("it answers HTTP {status}, which was not expected", status=status)
    return Level.CRITICAL, _("it answers HTTP {status}", status=status)


def _place(location: str) -> str:
    """Where a redirect leads, without its query: tickets stand there."""
    return location.partition("#")[0].partition("?")[0] or "-"


def _content(page: Page, limits: PageLimits) -> tuple[Level, Text] | None:
    """What is wrong with the words of the page; None where nothing is."""
    if limits.absent and re.search(limits.absent, page.body):
        return Level.CRITICAL, _("the page holds what must not be there: {words}", words=limits.absent)
    if limits.pattern and not re.search(limits.pattern, page.body):
        if page.is_cut:
            return Level.UNKNOWN, _("the page is longer than what was read, and what it should hold was not in it")
        if wall_of(page.body):
            return Level.UNKNOWN, _(
                "a firewall or a captcha answered (HTTP {status}) in place of the page", status=page.status or 0
            )
        return Level.CRITICAL, _("the page opens but does not hold: {words}", words=limits.pattern)
    return None if limits.pattern else _unnamed(page)


def _unnamed(page: Page) -> tuple[Level, Text] | None:
    """What a page shows itself to be, where nobody said what it should hold; None where it shows nothing of the kind."""
    if _MISSING.search(page.body):
        return Level.CRITICAL, _("the page opens (HTTP {status}) and says that there is none", status=page.status or 0)
    wall = wall_of(page.body)
    if wall:
        return Level.UNKNOWN, _("“{words}” stands on the page: a captcha, or a firewall in place of the page", words=wall)
    if has_login_form(page.body) and not _LOGIN.search(page.url):
        return Level.UNKNOWN, _("the page asks for a password: a login, and what stands behind it was not seen")
    error = error_of(page.body)
    if error:
        return Level.WARN, _(
            "the page opens (HTTP {status}) with the words of an error on it: {words}", status=page.status or 0, words=error
        )
    return None


def _in_time(page: Page, limits: PageLimits) -> tuple[Level, Text]:
    side = compare(page.took_seconds, limits.warn_seconds, limits.critical_seconds)
    took = round(page.took_seconds, 3)
    if side is not Side.WITHIN:
        return LEVEL_OF_SIDE[side], _("it opens, but only after {took:number} s", took=took)
    if page.tries:
        count = len(page.tries)
        return Level.WARN, _("it opens, but {count:number} attempt(s) before failed", count=count)
    if limits.absent and not limits.pattern:
        return Level.OK, _(
            "HTTP {status}, without {words}; else its content was not checked", status=page.status or 0, words=limits.absent
        )
    if not limits.pattern:
        return Level.OK, _(
            "HTTP {status}; the page's content was not checked (no pattern is configured)", status=page.status or 0
        )
    return Level.OK, _("it opens in {took:number} s and is the page", took=took)


def _expected(limits: PageLimits) -> Text:
    statuses = tuple(map(str, limits.statuses)) or ("2xx",)
    return _(
        "HTTP {statuses} within {seconds:number} s, with: {pattern}",
        statuses=statuses,
        seconds=limits.warn_seconds,
        pattern=limits.pattern or "-",
    )


HTTP_ENDPOINT: Final = Check(
    id="function.http_endpoint",
    title=_("Page or interface"),
    area=Area.FUNCTIONS,
    needs=PAGE,
    limits=PageLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the page by HTTP GET from where xunjian runs, at most three attempts: status, words, time"),
    remedy=_(
        "Open the page from a user's place and from the server itself, to tell the network from the application. Read the "
        "application's log and its upstreams' of that minute; look at threads, connection pools and the database behind "
        "it. Ask each node by itself: one broken node behind the balancer fails only some requests."
    ),
    traps=(
        _("a redirect to a login (single sign-on) is not the page: the function was not seen"),
        _("a page that says 404 with HTTP 200 is no page; name a text that the right page holds"),
        _("a firewall or a captcha that answers instead proves nothing of the function"),
        _("without a pattern a login, a captcha or the words of an error with HTTP 200 are no page that works"),
        _("proxies of the environment are not used: users do not go through ours"),
        _("a page in GBK is read as what it is"),
        _("behind a balancer one node may fail: name each node and the shared address as targets"),
        _("one failed attempt is not an outage: three are made"),
        _("a name that our own name service does not know says nothing of the function"),
    ),
    clause="1.4.3.4",
    refs=("RFC 9110",),
)
