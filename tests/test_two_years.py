"""Two years of a daemon: an exact ledger of what ran, was missed and was mailed; nothing lost, nothing run twice."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.schedule.ledger import MISSED_STEP, State, Step
from agent.store.open import open_store
from reports.record.outbox import State as Sending
from tests.peers.mail import HOST, MailPeer, mail_server
from tests.two_years import BEGINS, ENDS, World, world

YORK = ZoneInfo("America/New_York")
CHINA = ZoneInfo("Asia/Shanghai")
_CONFIG = """
site: {{customer: 滨海市环卫局, timezone: Asia/Shanghai, language: en}}
store: {{url: x.db}}
targets: [{{id: app01, kind: linux, address: 192.0.2.7, access: {{ssh: {{credential: ops}}}}}}]
credentials:
  ops: {{user: inspect, password: "${{file:{folder}/ops}}"}}
  post: {{user: robot, password: "${{file:{folder}/post}}"}}
contacts: [{{name: Zhang, role: it-application-manager, email: zhang@example.com, attach: [docx]}}]
deliveries:
  - {{name: post, kind: smtp, server: {host}, port: {port}, security: none, from: xunjian@example.com, credential: post,
     to: [it-application-manager], what: [document]}}
schedules:
  - {{name: self-care, cron: "40 4 1 * *"}}
  - {{name: routine, cron: "30 2 * * *", timezone: America/New_York}}
  - {{name: quarter, on: first-working-day, of: quarter, at: "06:00", documents: [quarterly, security],
     mail: [it-application-manager], approve: not-required}}
"""
OUTAGES = [
    (datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 9, 3, tzinfo=UTC)),  # over the second quarter's start
    (datetime(2026, 12, 24, tzinfo=UTC), datetime(2027, 1, 11, tzinfo=UTC)),  # over New Year
    (datetime(2027, 3, 13, 12, tzinfo=UTC), datetime(2027, 3, 14, 12, tzinfo=UTC)),  # over New York's change to summer time
    (datetime(2027, 7, 1, 0, tzinfo=UTC), datetime(2027, 7, 1, 2, tzinfo=UTC)),  # a reboot as the quarter begins
]
pytestmark = pytest.mark.timeout(900)


def test_two_years(tmp_path: Path) -> None:
    peer = MailPeer(login=("robot", "first"))
    for name in ("ops", "post"):
        (tmp_path / name).write_text("first")
        (tmp_path / name).chmod(0o600)
    with ExitStack() as mail, ExitStack() as all_of_it:
        mail.enter_context(mail_server(peer))
        config = _CONFIG.format(folder=tmp_path, host=HOST, port=peer.port)
        made = all_of_it.enter_context(world(tmp_path, config, seed=7))
        _befalls(made, peer, mail, config)
        made.live(ENDS)
        mail.close()
        _check(made, peer)


def _befalls(made: World, peer: MailPeer, mail: ExitStack, config: str) -> None:
    for down, up in OUTAGES:
        made.at(down, World.goes_down)
        made.at(up, World.comes_up)
    for day in range(20, 700, 37):  # plain reboots
        made.at(BEGINS + timedelta(days=day), lambda one: setattr(one, "begins", True))

    def gone(_one: World) -> None:
        mail.close()

    def back(_one: World) -> None:
        mail.enter_context(mail_server(peer))

    def wrote(name: str, words: str) -> Callable[[World], None]:
        def write(one: World) -> None:
            (one.folder / name).write_text(words)

        return write

    def rotated(one: World) -> None:
        mail.close()
        peer.login = ("robot", "second")
        mail.enter_context(mail_server(peer))
        one.at(one.now() + timedelta(days=2), wrote("post", "second"))

    made.at(datetime(2026, 6, 3, 12, tzinfo=UTC), lambda one: one.suffers(one.years_ahead, 0.7))
    made.at(datetime(2026, 8, 8, 15, tzinfo=UTC), lambda one: one.jumps(-timedelta(hours=3)))
    made.at(datetime(2026, 9, 30, tzinfo=UTC), gone)  # gone over the quarter's mail
    made.at(datetime(2026, 10, 8, 12, tzinfo=UTC), back)
    made.at(datetime(2027, 3, 31, 21, tzinfo=UTC), rotated)
    made.at(datetime(2027, 5, 2, tzinfo=UTC), lambda one: one.suffers(one.locked, 8))
    made.at(datetime(2027, 6, 2, tzinfo=UTC), lambda one: one.suffers(one.full_disk, 30))
    made.at(datetime(2027, 9, 25, tzinfo=UTC), wrote("xunjian.yaml", "site: {customer: ["))
    made.at(datetime(2027, 10, 12, tzinfo=UTC), wrote("xunjian.yaml", config))


def _check(made: World, peer: MailPeer) -> None:
    with open_store(made.store) as store:
        steps = store.occasions(BEGINS - timedelta(days=1), ENDS + timedelta(days=1200))
        pieces = store.outbox()
        chain = list(store.verify())
    assert not chain
    ended = [one for one in steps if one.state is not State.VOID]
    _exact(made, [one for one in ended if one.schedule == "routine"], _nights(), "routine")
    quarters = [one for one in ended if one.schedule == "quarter"]
    _exact(made, [one for one in quarters if one.name in {MISSED_STEP, "inspection"}], _quarters(), "quarter")
    documents = Counter(one.name for one in quarters if one.state is State.DONE)
    assert documents == dict.fromkeys(
        [
            "inspection",
            "security",
            "document:quarterly",
            "issue:quarterly",
            "document:security",
            "issue:security",
            "deliver",
        ],
        8,
    )
    assert {one.state for one in pieces} <= {Sending.DELIVERED, Sending.DOUBTFUL}
    slow = [one for one in pieces if one.ended_at and one.made_at and one.ended_at - one.made_at > timedelta(days=4)]
    assert not slow  # the server was gone for a day, the password for two
    subjects = Counter(str(mail["Subject"]) for mail in peer.mails())
    assert len(subjects) == 16 + 2  # and those of the quarter that the wrong clock made up
    assert set(subjects.values()) == {1}


def _exact(made: World, steps: list[Step], due: list[datetime], name: str) -> None:
    """Each moment was run, once; or it lies in a gap, and then the host was off."""
    done = {one.due_at for one in steps if one.name == "inspection" and one.state is State.DONE}
    gaps = [(_first(one), one.due_at) for one in steps if one.name == MISSED_STEP]
    for moment in due:
        in_gaps = sum(first <= moment <= last for first, last in gaps)
        assert (moment in done) + in_gaps == 1, (name, moment)
        assert in_gaps == _is_missed(moment, due), (name, moment)
    assert done <= set(due)
    assert not [one for one in steps if one.name == "inspection" and one.state is not State.DONE]
    whole = Counter(step for step, _at in made.ran if step.startswith(f"{name}@") and step.endswith("/inspection"))
    real = {step: count for step, count in whole.items() if not step.startswith(f"{name}@2028-1")}  # the wrong clock's
    assert set(real.values()) == {1}


def _is_missed(moment: datetime, due: list[datetime]) -> bool:
    """While the host was off only the last before its return is made up for."""
    for down, up in OUTAGES:
        if down <= moment < up:
            later = [one for one in due if moment < one <= up]
            return bool(later)
    return False


def _first(one: Step) -> datetime:
    return datetime.fromisoformat(one.note["first"])


def _nights() -> list[datetime]:
    """02:30 in New York, at 03:00 on the day that has no 02:30."""
    day = BEGINS.astimezone(YORK).date()
    found: list[datetime] = []
    while True:
        at = datetime(day.year, day.month, day.day, 2, 30, tzinfo=YORK).astimezone(UTC)
        if at.astimezone(YORK).hour != 2:
            at = at.replace(minute=0)
        if at > ENDS:
            return found
        if at > BEGINS:
            found.append(at)
        day += timedelta(days=1)


def _quarters() -> list[datetime]:
    """The first working days as a person reads them off the notice of 2026; past it Monday to Friday are assumed."""
    days = [
        (2026, 4, 1),
        (2026, 7, 1),
        (2026, 10, 8),
        (2027, 1, 1),
        (2027, 4, 1),
        (2027, 7, 1),
        (2027, 10, 1),
        (2028, 1, 3),
    ]
    return [datetime(*day, 6, 0, tzinfo=CHINA).astimezone(UTC) for day in days]
