"""What is said before a login: a warning, and no word about the system."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from checks.base import Finding, Level, NoLimits, Scene
from checks.security.linux import login_banner
from collectors.base import Absent, Answer, Reason, SessionError, Shell, Unseen, Walk
from collectors.facts.banners import BannerFiles, Banners
from collectors.facts.ssh_effective import SshAnswer, SshDaemon, SshEffective
from collectors.linux.banners import BANNER_FILES_READ, BANNER_TEXTS_SHOWN, banners, derive, parse_texts
from config.limits import Layered
from tests.peers.namespaces import needs_root

GOOD: Final = "Authorized users only."


def sshd(banner: str) -> SshEffective:
    return SshEffective((SshDaemon((), (), (SshAnswer({"banner": banner}),)),))


def judged(text: str = GOOD, ssh: SshEffective | Unseen | None = None, unread: tuple[str, ...] = ()) -> dict[str, Level]:
    texts = {path: text for path in ("/etc/issue", "/etc/issue.net") if path not in unread}
    found = Banners(BannerFiles(texts, (), unread), ssh or sshd("/etc/issue.net"))
    made = login_banner.judge(found, Layered(NoLimits()), Scene(dengbao=3))
    return {one.subject: one.level for one in made if isinstance(one, Finding)}


@pytest.mark.parametrize("text", [GOOD, "警告：仅限授权人员登录，操作将被审计。"])
def test_a_warning_without_a_version_passes(text: str) -> None:
    assert set(judged(text).values()) == {Level.OK}


@pytest.mark.parametrize(
    "text",
    ["", "Welcome", rf"{GOOD} \r", rf"{GOOD} \S", f"{GOOD} Debian GNU/Linux 12", f"{GOOD} 5.10.0-60", f"{GOOD} 银河麒麟"],
)
def test_no_warning_or_a_word_about_the_system_fails(text: str) -> None:
    assert set(judged(text).values()) == {Level.NOTICE}


def test_the_line_and_the_name_of_the_host_tell_no_version() -> None:
    assert judged(rf"{GOOD} \n \l")["/etc/issue"] is Level.OK


def test_what_sshd_itself_says_its_banner_is_holds() -> None:
    assert judged(ssh=sshd("none"))["Banner"] is Level.NOTICE
    assert judged(ssh=sshd("/etc/other"))["Banner"] is Level.UNKNOWN
    assert judged(ssh=Unseen("Banner", Reason.DENIED))[""] is Level.UNKNOWN


def test_a_file_that_could_not_be_read_is_no_pass() -> None:
    assert judged(unread=("/etc/issue",))["/etc/issue"] is Level.UNKNOWN


def test_a_host_without_sshd_has_no_banner_of_it() -> None:
    files = BannerFiles({"/etc/issue": GOOD}, ("/etc/issue.net",))
    assert derive(files, Absent("no sshd"), None).ssh == SshEffective(())
    with pytest.raises(SessionError):
        derive(SessionError(Reason.CUT), sshd("none"), None)


@needs_root
@pytest.mark.parametrize("shell", ["dash", "bash", "mksh", "busybox ash"])
def test_the_real_ask_reads_the_files_that_sshd_is_given(shell: str, tmp_path: Path) -> None:
    (tmp_path / "issue").write_text(f"{GOOD}\n@text /etc/none: Zx9secret")
    (tmp_path / "words").write_text(r"\s 5.10.0-60 警告")
    script = (
        f'mount --bind "{tmp_path}" /mnt && mount --bind /mnt/issue /etc/issue && mkdir -p /etc/issue.d && '
        f"mount -t tmpfs none /etc/issue.d && cp /mnt/words /etc/issue.d/a.issue && {shell} -s"
    )
    ask = BANNER_FILES_READ.ask
    assert isinstance(ask, Shell)
    found = BANNER_FILES_READ.parse(Answer(_told(script, ask.command)))
    assert found.texts["/etc/issue"] == "Authorized"
    assert found.texts["/etc/issue.d/a.issue"] == "\\s\n5.10.0-6\n警告"
    template = BANNER_TEXTS_SHOWN.template
    shown = parse_texts(Walk({"/mnt/words": Answer(_told(f"{script} /mnt/words", template.command))}))
    assert shown.texts["/mnt/words"] == "\\s\n5.10.0-6\n警告"


def _told(script: str, command: str) -> str:
    asked = ["unshare", "-m", "/bin/sh", "-c", script]
    return subprocess.run(asked, input=command.encode(), capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/etc/issue.d/10-cloud.issue", r"\r", Level.NOTICE),
        ("/etc/issue.d/10-cloud.issue", "", Level.OK),
        ("/etc/motd", "Debian", Level.NOTICE),
        ("/etc/motd", "", Level.OK),
        ("/etc/motd.d/a", None, Level.UNKNOWN),
    ],
)
def test_texts_beside_the_warning_keep_the_system_to_themselves(path: str, text: str | None, expected: Level) -> None:
    usual = {"/etc/issue": GOOD, "/etc/issue.net": GOOD}
    files = BannerFiles(usual | ({path: text} if text is not None else {}), (), () if text is not None else (path,))
    made = login_banner.judge(Banners(files, sshd("/etc/issue.net")), Layered(NoLimits()), Scene(dengbao=3))
    found = {one.subject: one.level for one in made if isinstance(one, Finding)}
    assert found[path] is expected


def test_a_banner_named_in_a_match_or_an_included_file_is_read() -> None:
    ssh = sshd("/srv/words")
    assert [*banners(ssh)] == ["/srv/words"]
    assert [*banners(sshd("none")), *banners(sshd("/etc/issue.net"))] == []
    files = BannerFiles({"/etc/issue": GOOD}, ("/etc/issue.net",))
    shown = BannerFiles({"/srv/words": GOOD})
    made = login_banner.judge(derive(files, ssh, shown), Layered(NoLimits()), Scene(dengbao=3))
    assert {one.level for one in made if isinstance(one, Finding)} == {Level.OK}
