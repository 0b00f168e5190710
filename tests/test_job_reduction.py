"""What leaves a target of its crontabs: no word that may be a secret, and every path that a job calls."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.base import Answer, Shell
from collectors.linux.job_commands import called
from collectors.linux.job_reduction import REDUCE
from collectors.linux.jobs import parse
from collectors.linux.logs_kept import LOGS_KEPT_FIND

WORDS = r"""zip /a/b sh -c -p ' " ` $( ) \ ; && | { % < 2> >> QX 'QX QX" =QX -pQX /QX@ case sudo env A= # su [ ( &"""
SHELLS = ("dash", "bash", "bash --posix", "mksh", "busybox sh")
SECRETS = r"""
0 1 * * * expdp system/PWx9@orcl full=y dumpfile=a.dmp
0 1 * * * impdp hr/PWx9
0 1 * * * /opt/dm/bin/dexp SYSDBA/PWx9@localhost:5236 FILE=a
0 1 * * * gsql -W PWx9 -d postgres
0 1 * * * mongodump -u a -p PWx9 >/dev/null 2>&1
0 1 * * * mydumper -p PWx9
0 1 * * * curl --user a:PWx9 http://a/b
0 1 * * * curl -H "Authorization: Basic PWx9" http://a/b
0 1 * * * ldapsearch -x -w PWx9
0 1 * * * smbclient -U u%PWx9 //h/s
0 1 * * * smbclient -U u\%PWx9 //h/PWx9
0 1 * * * lftp -u u,PWx9 h
0 1 * * * isql -U a -P PWx9
0 1 * * * sqlcmd -PPWx9
0 1 * * * zip -P PWx9 /a/b.zip /c
0 1 * * * SK=PWx9 AK="PWx9 PWx9" /opt/a.sh
0 1 * * * echo PWx9 | sudo -S /opt/b.sh
0 1 * * * /opt/c.sh PWx9 /PWx9
0 1 * * * mysql -p'With PWx9; PWx9' -e "select 'PWx9'" && /opt/d.sh
0 1 * * * bash -c '/opt/e.sh PWx9; sh /opt/f.sh PWx9' PWx9
0 1 * * * su - oracle -c "/home/oracle/x.sh PWx9" >> /var/log/x.log 2>&1
0 1 * * * mysql -pa&PWx9;PWx9
0 1 * * * mysql -p'PWx9
0 1 * * * mysql <<<PWx9
0 1 * * * [ -x /a/b ] && /a/b PWx9
@reboot cd /opt/app;./start.sh PWx9
# 0 1 * * * mysql -pPWx9
PASS=PWx9
PWx9 PWx9 PWx9 * * ls
0 1 * * * if [ a = PWx9 ]; then /opt/h.sh; fi
0 1 * * * case PWx9 in PWx9) ls;; PWx9) ls;; esac
0 1 * * * for i in PWx9 b; do /opt/i.sh PWx9; done
0 1 * * * $HOME/bin/x.sh PWx9 `echo PWx9` # PWx9
0 1 * * * PWx9() { ls; }; PWx9
0 1 * * * flock -n /var/lock/a /opt/监控/x.sh PWx9
0 1 * * * /usr/bin/python3 -u /opt/监控/x.py --password=PWx9
0 1 * * * openssl enc -k PWx9 -pass pass:PWx9 <PWx9 2>/tmp/PW.log
0 1 * * * mail -s x a%PWx9%PWx9
0 1 * * * bash -lc "mysql -p\"PWx9\""
0 1 * * * sudo -u oracle /opt/j.sh PWx9
0 1 * * * sshpass -pPWx9 ssh a@b PWx9; sshpass -p PWx9 ssh
0 1 * * * sh -c "echo 'PWx9; PWx9' | /opt/k.sh" &>/dev/null
"""
KEPT = (
    ("/opt/dm/bin/dexp SYSDBA/x@y", "/opt/dm/bin/dexp *** "),
    ("mongodump -p x >/dev/null 2>&1", "mongodump -p *** >/dev/null 2>&1"),
    ("SK=x /opt/a.sh --full --key=x", "SK=*** /opt/a.sh --full ***"),
    ("echo x | sudo -S /opt/b.sh", "echo *** | sudo -S /opt/b.sh"),
    ("cd /opt && ./c.sh x || ls; sh /d.sh x", "cd /opt && ./c.sh *** || ls ; sh /d.sh ***"),
    ("bash -c '/opt/e.sh x; sh /opt/f.sh'", "bash -c '/opt/e.sh *** ; sh /opt/f.sh'"),
    ('su - oracle -c "/home/oracle/x.sh y"', "su - *** -c '/home/oracle/x.sh ***'"),
    (r"nice -n 10 /opt/g.sh $(date +\%F) >> /var/log/g", "nice -n *** /opt/g.sh *** >>/var/log/g"),
    ("[ -x /a/b ] && /a/b", "[ -x /a/b ] && /a/b"),
    ("/opt/数据/备份.sh", "/opt/数据/备份.sh"),
    ("'/opt/x.sh' 'a b'", "/opt/x.sh ***"),
    ("mysql -p'a; b", "mysql ***"),
    ("mail -s x a%b%c", "mail -s *** *** %***"),
)


def reduced(lines: str, kind: str = "user", shell: str = "dash", awk: str = "awk") -> str:
    program = REDUCE.replace("{ awk ", f"{{ {awk} ") + f"\nreduce {kind}"
    return subprocess.run([*shell.split(), "-c", program], input=lines, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("awk", ["awk", "busybox awk"])
@pytest.mark.parametrize("shell", SHELLS)
def test_no_secret_leaves_the_target(shell: str, awk: str) -> None:
    said = reduced(SECRETS, "user", shell, awk)
    assert "PWx9" not in said
    assert said.count("***") > SECRETS.count("* * *") // 2
    assert said.endswith(f"@read {SECRETS.count(chr(10))}\n")
    assert "PWx9" not in reduced(SECRETS, "crontab", shell, awk), "the column of the user is missing"
    as_system = reduced(SECRETS.replace("* * * ", "* * * root "), "crontab", shell, awk)
    assert "PWx9" not in as_system
    assert "PWx9" not in reduced(SECRETS, "anacrontab", shell, awk)


@pytest.mark.parametrize(
    ("kind", "line", "kept"),
    [
        ("crontab", "0 1 * * * root ls PWx9", "0 1 * * * root ls ***"),
        ("crontab", "0 1 * * * nosuchaccount ls PWx9", "0 1 * * * nosuchaccount *** ***"),
        ("crontab", "0 1 * * * nosuchaccount /a/b PWx9", "0 1 * * * nosuchaccount /a/b ***"),
        ("crontab", "0 1 * * * impdp PWx9 'x", "0 1 * * * impdp ***"),
        ("anacrontab", "1 5 zip PWx9", "1 5 zip ***"),
        ("anacrontab", "1 5 night sh /opt/a.sh PWx9", "1 5 night sh /opt/a.sh ***"),
        ("anacrontab", "@monthly 45 cron.monthly nice run-parts /etc/cron.monthly", ""),
    ],
)
def test_where_the_user_may_be_missing_no_bare_word_passes(kind: str, line: str, kept: str) -> None:
    assert reduced(f"{line}\n", kind) == f" {kept or line}\n@read 1\n"


@pytest.mark.parametrize(("command", "kept"), KEPT)
def test_what_is_harmless_stays(command: str, kept: str) -> None:
    assert reduced(f"0 1 * * * {command}\n") == f" 0 1 * * * {kept.strip()}\n@read 1\n"


def test_the_paths_that_jobs_call_are_found_in_what_is_left() -> None:
    found = parse(Answer("@user a /var/spool/cron/a\n" + reduced("".join(f"0 1 * * * {one}\n" for one, _kept in KEPT[:8]))))
    assert {path for job in found.records for path in (*job.programs, *job.scripts)} == {
        *("/opt/dm/bin/dexp", "/opt/a.sh", "/opt/b.sh", "/opt/c.sh", "/d.sh", "/opt/e.sh", "/opt/f.sh"),
        *("/home/oracle/x.sh", "/opt/g.sh"),
    }
    assert not found.unseen


def test_a_line_that_cron_does_not_understand_is_named_by_its_number() -> None:
    found = parse(Answer("@crontab /etc/crontab\n" + reduced("# x\n0 1 hunter2\n0 1 * * * root /a\n", "crontab")))
    assert [one.subject for one in found.unseen] == ["/etc/crontab:2"]
    assert [job.command for job in found.records] == ["/a"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(WORDS.split()),
            max_size=14,
        ).map(" ".join),
        min_size=1,
        max_size=40,
    )
)
def test_any_line_is_read_alike_by_each_awk(lines: list[str]) -> None:
    text = "".join(f"0 1 * * * x {line}\n" for line in lines)
    said = reduced(text)
    assert said == reduced(text, "user", "busybox sh", "busybox awk")
    assert said.endswith(f"@read {len(lines)}\n")
    parse(Answer(f"@user a /x\n{said}"))


def test_called_looks_into_what_a_shell_is_handed() -> None:
    assert called("su - *** -c '/a/b ***'") == (("/a/b",), ())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_log_reader_follows_no_link_and_tells_only_a_time(shell: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    secret = tmp_path / "shadow"
    secret.write_text("root:$6$salt$hash:1\n")
    (log / "auth.log.9").symlink_to(secret)
    (log / "auth.log.1").write_text("2026-04-20T03:10:01.1+08:00 a sudo: PWx9\n")
    (log / "auth.log").write_text("Nov 22 03:10:01 a sudo: PWx9\n")
    (log / "syslog.1").write_text("PWx9 no time\n")
    (log / "messages-20260101").write_text("Mar  3 03:10:01 app01 PWx9\n")
    subprocess.run(["mkfifo", str(log / "auth.log.8")], check=True)
    subprocess.run(["touch", "-h", "-d", "2001-02-03", *map(str, log.glob("auth.log.[89]"))], check=True)
    subprocess.run(["touch", "-d", "2026-05-05", str(log / "auth.log.1")], check=True)
    awk_path = str(log).replace("/", r"\/")
    assert isinstance(LOGS_KEPT_FIND.ask, Shell)
    command = LOGS_KEPT_FIND.ask.command.replace(r"\/var\/log", awk_path).replace("/var/log", str(log))
    said = subprocess.run(
        [*shell.split(), "-c", f"S=\n{command}"], capture_output=True, text=True, check=True, timeout=20
    ).stdout
    assert "PWx9" not in said
    assert "root:" not in said
    assert f"@first {log}/auth.log.1\n 2026-04-20T\n" in said
    assert f"@first {log}/messages-20260101\n Mar  3 03:\n" in said
