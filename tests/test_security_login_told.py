"""What sshd itself answers for connections decides about a login, before what its files say."""

from collectors.base import Unseen
from collectors.facts.login_settings import LoginRules
from collectors.facts.ssh_effective import SshAnswer, SshDaemon, SshEffective
from collectors.facts.ssh_server import SshServer
from collectors.linux.login_settings import derive

TWO = {"usepam": "yes", "pubkeyauthentication": "yes", "authenticationmethods": "publickey,password"}
LOGIN = "user=root,host=h,addr=192.0.2.1,laddr=192.0.2.2,lport=22"
OLD = SshServer({"usepam": "yes", "pubkeyauthentication": "yes"}, is_effective=True)


def rules(*answers: SshAnswer, matches: tuple[str, ...] = (), unclear: tuple[str, ...] = ()) -> LoginRules:
    none = ValueError("not asked")
    return derive(none, none, none, OLD, SshEffective((SshDaemon((), matches, answers, unclear),)))


def test_two_ways_that_sshd_asks_for_are_seen() -> None:
    told = rules(SshAnswer(TWO, (), (LOGIN,))).ssh
    assert not isinstance(told, Unseen)
    assert told.settings["authenticationmethods"] == "publickey,password"
    assert told.is_effective


def test_what_a_match_block_changes_is_told_beside_it() -> None:
    other = SshAnswer(TWO | {"authenticationmethods": "any"}, (0,), (LOGIN,))
    told = rules(SshAnswer(TWO, (), (LOGIN,)), other, matches=("user backup",)).ssh
    assert isinstance(told, SshServer)
    assert told.matched == (("authenticationmethods", "any", "user backup"),)


def test_what_was_not_clear_leaves_the_older_answer() -> None:
    assert rules(SshAnswer(TWO, (), (LOGIN,)), unclear=("a Match within an include",)).ssh == OLD
    assert rules(SshAnswer(TWO, (), (LOGIN,)), matches=("user backup",)).ssh == OLD


def test_several_daemons_leave_the_older_answer() -> None:
    one = SshDaemon((), (), (SshAnswer(TWO, (), (LOGIN,)),))
    none = ValueError("not asked")
    assert derive(none, none, none, OLD, SshEffective((one, one))).ssh == OLD
