"""Does the network stack believe strangers? Redirects, source routes and forged senders lead traffic astray."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.kernel_values import Wanted, judged
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.kernel_hardening import KERNEL_HARDENING, KernelHardening
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.linux.kernel_sysctl_net"
_NO: Final = ("0",)
_FILTERS: Final = ("1", "2")
_FORWARD: Final = "net.ipv4.ip_forward"
_FORWARD6: Final = "net.ipv6.conf.all.forwarding"
_SENDS: Final = "net.ipv4.conf.*.send_redirects"
_FOLLOWS: Final = "net.ipv4.conf.*.accept_redirects"
_ROUTES: Final = "net.ipv4.conf.*.accept_source_route"
_REVERSE: Final = "net.ipv4.conf.*.rp_filter"
_COOKIES: Final = "net.ipv4.tcp_syncookies"
_FOLLOWS6: Final = "net.ipv6.conf.*.accept_redirects"
_ROUTES6: Final = "net.ipv6.conf.*.accept_source_route"


def _both(key: str, values: tuple[str, ...], default: str) -> tuple[Wanted, ...]:
    return tuple(Wanted(key.replace("*", of), values, default) for of in ("all", "default"))


WANTED: Final = {
    _FORWARD: (Wanted(_FORWARD, _NO, "0"),),
    _FORWARD6: (Wanted(_FORWARD6, _NO, "0"),),
    _SENDS: _both(_SENDS, _NO, "1"),
    _FOLLOWS: _both(_FOLLOWS, _NO, "1"),
    _ROUTES: (Wanted("net.ipv4.conf.all.accept_source_route", _NO, "0"),),
    _REVERSE: (Wanted("net.ipv4.conf.all.rp_filter", _FILTERS, "0"),),
    _COOKIES: (Wanted(_COOKIES, ("1", "2"), "1"),),
    _FOLLOWS6: _both(_FOLLOWS6, _NO, "1"),
    _ROUTES6: (Wanted("net.ipv6.conf.all.accept_source_route", ("0", "-1"), "0"),),
}
"""By subject, what is wanted of it, and the kernel's default (Documentation/networking/ip-sysctl)."""
_EACH_CARD: Final = frozenset({_SENDS, _FOLLOWS, _FOLLOWS6})
"""Settings by which a card does it where all cards or it alone are told to."""


@dataclass(frozen=True, slots=True)
class NetworkLimits:
    """Whether the host is a router: then it forwards, and that is no fault."""

    is_router: bool = limit(default=False, unit="yes or no", source="the operator")


def judge(found: KernelHardening, limits: Layered[NetworkLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a setting: what acts of all cards, each card and the next start."""
    for subject, wanted in WANTED.items():
        if subject.startswith("net.ipv6.") and not found.has_ipv6:
            continue
        missing = [one.key for one in wanted if one.key not in found.now]
        if missing:
            yield unknown(subject, Unseen(subject, Reason.EMPTY, " ".join(missing)))
        elif subject in {_FORWARD, _FORWARD6} and (limits.at(subject).is_router or found.bridges):
            yield _forwarding(found, subject)
        else:
            wrong = _wrong(found, subject, wanted)
            yield judged(ID, scene, found, wanted, subject=subject, wrong=wrong)


def _forwarding(found: KernelHardening, subject: str) -> Finding:
    quote = f"{subject} = {found.now[subject]}"
    if found.bridges:
        said = _("containers or virtual machines need forwarding: there are bridges ({bridges})", bridges=found.bridges)
    else:
        said = _("declared to be a router")
    return Finding(subject, Level.OK, said, quote=quote)


def _wrong(found: KernelHardening, subject: str, wanted: tuple[Wanted, ...]) -> Text | None:
    """What is wrong now, None nothing."""
    first = wanted[0]
    bad = next((one for one in wanted if found.now[one.key] not in one.values), None)
    cards = found.cards.get(subject, ())
    wrong_cards = [one for one in cards if one.value not in first.values]
    if bad is not None and subject in {_ROUTES, _REVERSE} and cards and not wrong_cards:
        return None  # each card is right by itself, whatever is told to all
    if bad is not None:
        return _("{key} is {value}", key=bad.key, value=found.now[bad.key])
    if subject in _EACH_CARD and wrong_cards and not _is_forwarding_host(found, subject):
        one = wrong_cards[0]
        return _("{key} is {value} on {card}", key=subject, value=one.value, card=one.card)
    return None


def _is_forwarding_host(found: KernelHardening, subject: str) -> bool:
    """A host that forwards follows a redirect only where all cards and the card are told to (ip-sysctl)."""
    return subject == _FOLLOWS and found.now.get(_FORWARD) == "1"


KERNEL_SYSCTL_NET: Final[SecurityCheck] = security_check(
    ID,
    title=_("Kernel settings of the network"),
    needs=KERNEL_HARDENING,
    limits=NetworkLimits(),
    judge=judge,
    reads=_("/proc/sys of all cards and of each, and the files of sysctl.d in the order in which they are read"),
    remedy=_("Write the settings into a file of /etc/sysctl.d that is read last, and load it."),
    card=Card(
        steps=(
            _("Ask whether the host routes or has several ways to one network: then rp_filter is 2, and forwarding stays."),
            _("Write the file, load it, and set the same on each card, which keeps what it had."),
            _("See that the services still answer from every network that uses them."),
        ),
        commands=(
            "cat >/etc/sysctl.d/zz-hardening.conf <<'EOT'",
            "net.ipv4.ip_forward = 0",
            "net.ipv6.conf.all.forwarding = 0",
            "net.ipv4.conf.all.send_redirects = 0",
            "net.ipv4.conf.default.send_redirects = 0",
            "net.ipv4.conf.all.accept_redirects = 0",
            "net.ipv4.conf.default.accept_redirects = 0",
            "net.ipv6.conf.all.accept_redirects = 0",
            "net.ipv6.conf.default.accept_redirects = 0",
            "net.ipv4.conf.all.accept_source_route = 0",
            "net.ipv6.conf.all.accept_source_route = 0",
            "net.ipv4.conf.all.rp_filter = 1",
            "net.ipv4.tcp_syncookies = 1",
            "EOT",
            "sysctl --system",
            "for f in /proc/sys/net/ipv[46]/conf/*/accept_redirects; do echo 0 >$f; done",
            "for f in /proc/sys/net/ipv4/conf/*/send_redirects; do echo 0 >$f; done",
        ),
        risk=_(
            "With rp_filter 1 a host with asymmetric ways (several cards, clusters, LVS) drops answers; without forwarding "
            "containers and virtual machines lose the network."
        ),
        rollback=_("Take the file away and write the former values with sysctl -w; they stand in the evidence."),
        verify="sysctl -a 2>/dev/null | grep -E 'redirects|source_route|rp_filter|syncookies|ip_forward'",
    ),
    traps=(
        _("a setting in force and in no file is gone after the next start; one in a file may not be in force"),
        _("with systemd /etc/sysctl.conf is read only through a link in /etc/sysctl.d"),
        _("of accept_source_route all cards decide; of send_redirects each card too; of rp_filter the greater one"),
        _("a host with containers or virtual machines must forward"),
        _("a file in /etc/sysctl.d hides one of the same name in /usr/lib/sysctl.d"),
    ),
)
