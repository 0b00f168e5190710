"""Does another machine have the log too? Whoever is root here can wipe what is kept here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.log_forwarding import LOG_FORWARDING, LogAction, LogForwarding
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.log_remote"
_OWN: Final = ("127.", "localhost", "[::1]", "::1", "/")
_RUNS_AS: Final = {"rsyslog": "rsyslogd", "syslog": "syslogd", "syslog-ng": "syslog-ng", "auditd": "audisp-remote"}
_LOGGERS: Final = frozenset({"rsyslogd", "syslogd", "syslog-ng", "systemd-journal"})


@dataclass(frozen=True, slots=True)
class RemoteLimits:
    """Whether the operator states that another machine keeps this one's logs by other means."""

    is_collected: bool = limit(default=False, unit="", source="the operator")


def judge(found: LogForwarding, limits: Layered[RemoteLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a machine that logs are sent to; one of the target where there is none."""
    places = {one.place: one for one in found.actions if not one.place.startswith(_OWN)}
    for one in places.values():
        yield _sent(one, found, scene)
    if not places:
        yield _nowhere(found, limits.base, scene)


def _sent(one: LogAction, found: LogForwarding, scene: Scene) -> Finding:
    expected = _("sent to another machine, and the machine is there")
    quote = f"{one.source}: {one.place} {one.transport}"
    process = _RUNS_AS.get(one.by, "systemd-journal")
    if process not in found.processes:
        if found.hidden:
            return unknown(one.place, found.hidden)
        said = _("logs are to be sent to {place}, and {process} does not run", place=one.place, process=process)
        return failed(ID, scene, one.place, said, expected=expected, quote=quote)
    if one.transport == "udp":
        said = _("logs are sent to {place} by UDP; whether they arrive only that machine can tell", place=one.place)
        return Finding(one.place, Level.OK, said, None, expected, quote)
    return _connected(one, process, found, scene, quote)


def _connected(one: LogAction, process: str, found: LogForwarding, scene: Scene, quote: str) -> Finding:
    if isinstance(found.connections, Unseen):
        return unknown(one.place, found.connections)
    port = one.place.rpartition(":")[2]
    peers = [line.partition(" ")[2] for line in found.connections if line.startswith((process, "rs:main"))]
    matching = [peer for peer in peers if not port.isdigit() or peer.endswith(f":{port}")]
    expected = _("sent to another machine, and the machine is there")
    if matching:
        said = _("logs are sent to {place}; a connection stands to {peer}", place=one.place, peer=matching[0])
        return Finding(one.place, Level.OK, said, None, expected, f"{quote}; ESTAB {matching[0]}")
    said = _(
        "logs are to be sent to {place} by {transport}, and no connection stands", place=one.place, transport=one.transport
    )
    return failed(ID, scene, one.place, said, expected=expected, quote=quote)


def _nowhere(found: LogForwarding, limits: RemoteLimits, scene: Scene) -> Finding:
    expected = _("sent to another machine")
    if limits.is_collected:
        return Finding("", Level.OK, _("another machine collects the logs, as the operator states"), expected=expected)
    shippers = tuple(name for name in found.processes if name not in _LOGGERS)
    if shippers:
        said = _("{names} runs; where it sends to was not read", names=shippers)
        return unknown("", Unseen("", Reason.NOT_OFFERED, said, _STATE_IT))
    if found.unread:
        return unknown("", Unseen("", Reason.DENIED, " ".join(found.unread)))
    if found.hidden:
        return unknown("", found.hidden)
    return failed(ID, scene, "", _("logs are sent to no other machine"), expected=expected)


_STATE_IT: Final = _("see in its settings where it sends to; where that is a log server, set is_collected in the limits")

LOG_REMOTE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Logs kept on another machine"),
    needs=LOG_FORWARDING,
    limits=RemoteLimits(),
    judge=judge,
    reads=_(
        "where rsyslog, syslog-ng, journal-upload and auditd send, and the connections that they hold; nothing is sent"
    ),
    remedy=_("Send the logs to the site’s log server by TCP, with a queue on disk."),
    card=Card(
        steps=(
            _("Agree with whoever runs the log server on address, port and protocol; have the firewall opened."),
            _("Write the action with a queue on disk, so that nothing is lost or blocked while the server is away."),
            _("Check the settings, restart rsyslog, write a line and have it confirmed over there."),
        ),
        commands=(
            (
                'echo \'*.* action(type="omfwd" target="<log server>" port="514" protocol="tcp" queue.type="LinkedList" '
                'queue.filename="central" queue.maxDiskSpace="1g" queue.saveOnShutdown="on" '
                'action.resumeRetryCount="-1")\' >/etc/rsyslog.d/90-central.conf'
            ),
            "rsyslogd -N1 && systemctl restart rsyslog",
            "logger 'log test'",
        ),
        risk=_("Without a queue a log server that is away can block whoever logs; logs may hold names and addresses."),
        rollback=_("Remove the file and restart rsyslog."),
        verify="ss -tnp state established | grep rsyslogd",
    ),
    traps=(
        _("a file that rsyslog.conf does not include says nothing"),
        _("an action to 127.0.0.1 or to a socket is no other machine"),
        _("with UDP nobody here can see whether it arrives"),
        _("a configured action without a running logger sends nothing"),
    ),
)
