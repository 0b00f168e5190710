"""Certificates in files: boundaries, each trap, and real ones made by openssl."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.base import Level, Scene
from checks.server import local_certificates
from checks.server.local_certificates import CertificateLimits
from collectors.base import Answer, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.certificates import CertificateFile, CertificateFiles
from collectors.linux.certificates import CERTIFICATE_GLOBS, CERTIFICATES_OPENSSL, parse
from collectors.linux.keystores import TOMCATS
from config.limits import Layered
from tests.house.corpora.configuration import closed

AT = datetime(2026, 11, 22, tzinfo=UTC)
SITE = CertificateFile("/etc/nginx/site.pem", "CN=x", "CN=CA", AT - timedelta(days=100), AT + timedelta(days=31))


def judged(found: CertificateFiles) -> dict[str, Level]:
    return {one.subject: one.level for one in local_certificates.judge(found, Layered(CertificateLimits()), Scene())}


@pytest.mark.parametrize(
    ("left", "level"),
    [
        (timedelta(days=31), Level.OK),
        (timedelta(days=30), Level.WARN),
        (timedelta(days=7, seconds=1), Level.WARN),
        (timedelta(days=7), Level.CRITICAL),
        (timedelta(), Level.CRITICAL),
        (timedelta(days=-900), Level.CRITICAL),
    ],
)
def test_the_days_that_are_left(left: timedelta, level: Level) -> None:
    found = CertificateFiles(AT, Listing((replace(SITE, not_after_at=AT + left),)))
    assert judged(found) == {SITE.path: level}


def test_one_that_does_not_hold_yet() -> None:
    early = replace(SITE, not_before_at=AT + timedelta(days=2), not_after_at=AT + timedelta(days=365))
    assert judged(CertificateFiles(AT, Listing((early,)))) == {SITE.path: Level.WARN}


def test_nothing_named_is_no_good_news() -> None:
    assert judged(CertificateFiles(AT, Listing(()), ("/etc/nginx",))) == {"": Level.NOTICE}


def test_what_is_refused_is_not_nothing() -> None:
    refused: Listing[CertificateFile] = Listing((), (Unseen("/etc/nginx/x.conf", Reason.DENIED),))
    assert judged(CertificateFiles(AT, refused)) == {"/etc/nginx/x.conf": Level.UNKNOWN}


def test_a_named_file_that_is_not_there() -> None:
    assert judged(CertificateFiles(AT, Listing(()), missing=("/gone.pem",))) == {"/gone.pem": Level.NOTICE}


def test_a_keystore_and_a_certificate_that_openssl_cannot_read_are_not_inspected() -> None:
    """Java's and the national algorithms' (SM2): each unseen, with what would open it."""
    found = parse(closed("@now 1\n@keystore |/opt/a.jks\n@file 1 |/etc/sm2.pem\n unable to load certificate\n@files 2\n"))
    assert [(one.subject, one.reason) for one in found.certificates.unseen] == [
        ("/opt/a.jks", Reason.DENIED), ("/etc/sm2.pem", Reason.FAILED)
    ]  # fmt: skip
    assert all(one.remedy for one in found.certificates.unseen)


def test_an_old_openssl_writes_spaces() -> None:
    text = (
        "@now 1\n@file 0 |/a.pem\n subject= /CN=x\n issuer= /CN=y\n notBefore=Jan  1 00:00:00 2026 GMT\n"
        " notAfter=Dec  9 10:55:38 2027 GMT\n@files 1\n"
    )
    assert parse(closed(text)).certificates.records[0].not_after_at == datetime(2027, 12, 9, 10, 55, 38, tzinfo=UTC)


def asked(*globs: str, folder: Path, tomcat: Path | None = None) -> CertificateFiles:
    """Run the ask over real files, as a session would."""
    value = CERTIFICATE_GLOBS.fit("|".join(globs))
    command = getattr(CERTIFICATES_OPENSSL.ask, "command", "")
    command = command.replace(TOMCATS, str(tomcat)) if tomcat else command
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR": str(folder), "LC_ALL": "C"}
    done = subprocess.run(
        ["/bin/sh", "-c", command, "x", value], capture_output=True, text=True, env=environment, check=True
    )
    return parse(Answer(done.stdout))


@pytest.mark.peer
@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl: real certificates were not read")
def test_real_certificates_by_pattern_and_no_key(tmp_path: Path) -> None:
    tls = tmp_path / "证书 tls"
    tls.mkdir()
    making = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-utf8",
        "-days",
        "6",
        "-subj",
        "/CN=门户.example.test",
    ]
    made = subprocess.run(
        [*making, "-keyout", str(tls / "site.key"), "-out", str(tls / "site.pem")], capture_output=True, check=True
    )
    assert made.returncode == 0
    der = ["openssl", "x509", "-in", str(tls / "site.pem"), "-outform", "DER", "-out", str(tls / "site.der")]
    subprocess.run(der, capture_output=True, check=True)
    found = asked(f"{tls}/*.pem", f"{tls}/site.der", f"{tls}/none.pem", folder=tmp_path)
    mine = {one.path: one for one in found.certificates.records if one.path.startswith(str(tls))}
    assert set(mine) == {str(tls / "site.pem"), str(tls / "site.der")}
    assert mine[str(tls / "site.pem")].subject == "CN=门户.example.test"
    assert judged(found)[str(tls / "site.pem")] is Level.CRITICAL
    assert str(tls / "none.pem") in found.missing


@pytest.mark.parametrize("value", ["relative.pem", "/a\n/b", "/a|b", "|/a"])
def test_what_is_no_absolute_path_does_not_travel(value: str) -> None:
    with pytest.raises(ValueError, match="certificate_globs"):
        CERTIFICATE_GLOBS.fit(value)


@given(st.text(max_size=200))
def test_whatever_stands_in_an_answer_is_facts_or_a_known_error(text: str) -> None:
    try:
        parse(closed(f"@now 1\n@file 0 |/x\n {text}\n@files 1\n"))
    except (SessionError, ParseError):
        return
