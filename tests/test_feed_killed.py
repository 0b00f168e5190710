"""Killed with -9 at every step of a mail: nothing is lost, and only past the end of DATA it comes twice, and says so."""

import subprocess
import sys
from pathlib import Path

import pytest

from agent.store.open import open_store
from reports.record.outbox import State
from tests import feeds
from tests.feeds import issued, mail, pieces, site, turned
from tests.peers.mail import MailPeer, mail_server

pytestmark = pytest.mark.peer


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "RCPT", "DATA", "body", "dot"])
def test_killed_at_any_step_nothing_is_lost_and_only_past_the_dot_it_comes_twice(step: str, tmp_path: Path) -> None:
    place = tmp_path / "s.db"
    peer = MailPeer(holds=step)
    with mail_server(peer):
        made = site(mail(peer.port))
        with open_store(place) as store:
            turned(store, made)
            issued(store, {"大报告.pdf": bytes(9 * 1024**2 // 2), "报告.html": feeds.PAGE.encode()})
        child = subprocess.Popen([sys.executable, "-m", "tests.feeds", str(place), str(peer.port)])
        assert peer.reached.wait(30)
        child.kill()
        child.wait()
        peer.holds = ""
        peer.released.set()
        before = len(peer.taken)
        with open_store(place) as store:
            turned(store, made)
            (ended,) = pieces(store)
    is_past = step == "dot"
    assert before == is_past
    assert ended.state is (State.DOUBTFUL if is_past else State.DELIVERED)
    assert len(peer.taken) == 1 + is_past
    assert len({one["Message-ID"] for one in peer.mails()}) == 1
