"""Whether the configuration is saved, copied to another place, and as it was confirmed."""

from collections.abc import Iterator
from typing import Final

from checks.base import Confirmed, Finding, Level, NoLimits, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_against
from collectors.base import Reason, Unseen
from collectors.facts.devices.configuration import Configuration, Saved
from collectors.facts.devices.settings import KEEPING, ON, Keeping, Settings
from config.limits import Layered
from config.text import _

ID: Final = "security.network.config_saved_and_backed_up"
_START_SECONDS: Final = 900.0
"""Reading the configuration at the start counts as a change of it, and takes large devices many minutes."""
_SLACK_SECONDS: Final = 5.0
_CONFIRM: Final = _("look the configuration through, then confirm: xunjian baseline confirm TARGET --by NAME")
_NO_BASELINE: Final = _("no configuration was confirmed yet, so nobody knows what it should be")
_PULLED: Final = _("the device sends no copy by itself; whether a server fetches one cannot be seen here")
_SHOW_IT: Final = _("show the copies of the last three months, or let the device send one each time it is saved")


def judge(
    now: Keeping, confirmed: Confirmed[Keeping] | None, _limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding each: saved, copied, changed."""
    yield unknown("saved", now.saved) if isinstance(now.saved, Unseen) else _saved(now.saved, scene)
    yield unknown("copy", now.settings) if isinstance(now.settings, Unseen) else _copied(now.settings)
    yield unknown("changes", now.running) if isinstance(now.running, Unseen) else _changed(now.running, confirmed, scene)


def _saved(saved: Saved, scene: Scene) -> Finding:
    expected = _("what runs is saved")
    if saved.changed_ago_seconds is not None and saved.saved_ago_seconds is not None:
        slack = _START_SECONDS if saved.is_saved_before_start else _SLACK_SECONDS
        is_saved, quote = saved.changed_ago_seconds + slack >= saved.saved_ago_seconds, ""
    else:
        lines = (*saved.only_running, *saved.only_saved, *saved.moved)
        is_saved, quote = not lines, lines[0] if lines else ""
    if is_saved:
        return Finding("saved", Level.OK, _("what runs is saved"), expected=expected)
    summary = _("what runs is not saved: the next power cut undoes it")
    return failed(ID, scene, "saved", summary, expected=expected, quote=quote)


def _copied(settings: Settings) -> Finding:
    said = settings.said.get("archive")
    if said is not None and said.value == ON and said.line:
        return Finding("copy", Level.OK, _("the device sends copies of its configuration away"), quote=said.line)
    return unknown("copy", Unseen("copy", Reason.NO_RECORD, _PULLED, _SHOW_IT))


def _changed(running: Configuration, confirmed: Confirmed[Keeping] | None, scene: Scene) -> Finding:
    if confirmed is None or isinstance(confirmed.facts.running, Unseen):
        return unknown("changes", Unseen("changes", Reason.NO_RECORD, _NO_BASELINE, _CONFIRM))
    since, before = day(confirmed.confirmed_at, scene), confirmed.facts.running.lines
    if running.lines == before:
        return Finding("changes", Level.OK, _("as it was confirmed on {since}", since=since))
    came = [line for line in running.lines if line not in set(before)]
    gone = [line for line in before if line not in set(running.lines)]
    summary = _(
        "not as it was confirmed on {since}: {came} lines came, {gone} went; each wants a record",
        since=since,
        came=len(came),
        gone=len(gone),
    )
    return failed(ID, scene, "changes", summary, quote=next(iter((*came, *gone)), ""), most=Level.NOTICE)


CONFIG_SAVED_AND_BACKED_UP: Final[SecurityCheck] = security_against(
    ID,
    title=_("Configuration saved, copied and as confirmed"),
    needs=KEEPING,
    limits=NoLimits(),
    judge=judge,
    reads=_("running and startup configuration, the archive settings, and the configuration that was confirmed"),
    remedy=_("Save what is wanted, have each saved configuration copied to a server, and record each change."),
    card=Card(
        steps=(
            _("Find out whose the change is; save it when it is wanted."),
            _("Let the device send a copy to the customer’s server each time it is saved; look at the first there."),
            _("Confirm the configuration as the baseline, so that the next change is seen."),
        ),
        commands=(
            "# Cisco IOS: write memory; archive / path <url> / write-memory",
            "# Huawei: save; set save-configuration backup-to-server server <server> transport-type sftp user <user>",
            "# H3C: save; archive configuration server scp <server> user <user>",
        ),
        risk=_("Saving keeps a wrong change too: look at the difference first."),
        rollback=_("Load the last copy from the server."),
        verify="show archive; display saved-configuration last; display startup",
    ),
    traps=(
        _("a server that fetches copies leaves no line in the configuration: not inspected until they are shown"),
        _("what xunjian keeps is masked and cannot be loaded: it is no copy"),
        _("secrets are masked: a password alone that was changed is not seen"),
    ),
)
