"""Java's keystores: what keytool lists without a password, what a connector serves, and what neither tells."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from checks.base import Level
from collectors.base import Reason, SessionError
from collectors.linux.certificates import parse
from collectors.linux.keystores import KEYSTORES
from tests.house.corpora.configuration import closed
from tests.peers.functions import program
from tests.peers.sshd import free_port
from tests.test_hostile_targets import each_shell, run
from tests.test_server_certificates import asked, judged

LISTED = (
    "@keystore /opt/tomcat|/opt/tomcat/conf/a.jks\n entries 3\n alias=ca\n entry=trustedCertEntry\n subject=CN=CA\n"
    " issuer=CN=CA\n notBefore=Jan  1 00:00:00 2001 GMT\n notAfter=Jan  1 00:00:00 2011 GMT\n alias=other\n"
    " entry=PrivateKeyEntry\n subject=CN=two\n issuer=CN=CA\n notBefore=Jan  1 00:00:00 2026 GMT\n"
    " notAfter=Jan  1 00:00:00 2028 GMT\n alias=site\n entry=PrivateKeyEntry\n subject=CN=one\n issuer=CN=CA\n"
    " notBefore=Jan  1 00:00:00 2026 GMT\n notAfter=Jan  1 00:00:00 2027 GMT\n"
)
SERVED = (
    " served 8443\n subject=CN=one\n issuer=CN=CA\n"
    " notBefore=Jan  1 00:00:00 2026 GMT\n notAfter=Jan  1 00:00:00 2027 GMT\n"
)
CLOSED_STORE = "@keystore /opt/tomcat|/opt/tomcat/conf/b.p12\n entries 1\n alias=site\n entry=PrivateKeyEntry\n"


def test_each_key_of_a_keystore_is_a_certificate_and_an_authority_is_none() -> None:
    found = parse(closed(f"@now 1\n{LISTED}@files 1\n")).certificates
    assert [(one.path, one.subject, one.named_by) for one in found.records] == [
        ("/opt/tomcat/conf/a.jks (other)", "CN=two", "/opt/tomcat"),
        ("/opt/tomcat/conf/a.jks (site)", "CN=one", "/opt/tomcat"),
    ]
    assert not found.unseen


def test_an_entry_that_was_lost_is_missed() -> None:
    with pytest.raises(SessionError) as told:
        parse(closed(f"@now 1\n{LISTED.replace(' alias=other', ' creation=x')}@files 1\n"))
    assert told.value.reason is Reason.CUT


def test_what_a_connector_serves_stands_for_a_keystore_that_does_not_open() -> None:
    [one] = parse(closed(f"@now 1\n{CLOSED_STORE}{SERVED}@files 1\n")).certificates.records
    assert (one.path, one.subject, one.not_after_at.year) == ("/opt/tomcat/conf/b.p12", "CN=one", 2027)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("", Reason.DENIED),
        (" unread keytool\n", Reason.TOOL_MISSING),
        (" unread denied\n", Reason.DENIED),
        (" unread many\n", Reason.BUDGET),
        (" failed keytool error: java.io.IOException: Invalid keystore format\n", Reason.DENIED),
        (" entries 1\n alias=site\n entry=PrivateKeyEntry\n", Reason.DENIED),
        (" entries 0\n", Reason.DENIED),
    ],
)
def test_a_keystore_that_tells_no_end_is_not_inspected_and_says_what_would_open_it(lines: str, reason: Reason) -> None:
    found = parse(closed(f"@now 1\n@keystore /opt/tomcat|/x.p12\n{lines}@files 1\n")).certificates
    assert not found.records
    assert [(one.subject, one.reason, bool(one.remedy)) for one in found.unseen] == [("/x.p12", reason, True)]


def test_a_keystore_that_is_not_there_is_missing() -> None:
    assert parse(closed("@now 1\n@keystore /t|/x.jks\n unread gone\n@files 1\n")).missing == ("/x.jks",)


def test_a_path_that_stands_in_a_variable_is_said() -> None:
    found = parse(closed("@now 1\n@variable ${other}/x.pem\n@files 0\n")).certificates
    assert [(one.subject, one.reason) for one in found.unseen] == [("${other}/x.pem", Reason.NO_RECORD)]


SERVER = """<?xml version="1.0"?>
<Server><Service>
  <!-- <Connector port="9443" keystoreFile="conf/old.jks" /> -->
  <!--
    <Connector port="9444"><SSLHostConfig><Certificate certificateKeystoreFile="conf/o.jks"/></SSLHostConfig></Connector>
  --><Connector port="8080" protocol="HTTP/1.1"/>
  <Connector port="8443" SSLEnabled="true"
      maxThreads='150'><SSLHostConfig truststoreFile="conf/trust.jks">
    <Certificate certificateKeystoreFile="conf/a.jks"
        certificateKeystorePassword="S3cret"/></SSLHostConfig></Connector>
  <Connector port="8444" address="127.0.0.1" keystoreFile='${catalina.base}/conf/b c.p12' keystorePass="S3cret"/>
  <Connector port="8445"><SSLHostConfig><Certificate certificateFile="${other}/x.pem"/></SSLHostConfig></Connector>
  <Connector port="8446"><SSLHostConfig><Certificate certificateFile="file:///etc/x.pem"/></SSLHostConfig></Connector>
</Service></Server>
"""


@each_shell
def test_of_server_xml_only_paths_and_ports_come_and_nothing_of_a_comment(shell: list[str], tmp_path: Path) -> None:
    (tmp_path / "server.xml").write_text(SERVER)
    said = run(shell, f"{KEYSTORES}\ntomcat /opt/t <{tmp_path}/server.xml")
    assert said.splitlines() == [
        "@path /opt/t|/opt/t/conf/a.jks",
        "@store /opt/t|/opt/t/conf/a.jks|2 8443 ",
        "@path /opt/t|/opt/t/conf/b c.p12",
        "@store /opt/t|/opt/t/conf/b c.p12|3 8444 127.0.0.1",
        "@variable ${other}/x.pem",
        "@path /opt/t|/etc/x.pem",
        "@used /opt/t|/etc/x.pem|5 8446 ",
    ]


needs_keytool = pytest.mark.skipif(not shutil.which("keytool"), reason="no keytool: keystores were not read")


@pytest.fixture(scope="module")
def stores() -> Iterator[Path]:
    """A JKS keystore and one of PKCS#12, each with a certificate of six days."""
    with TemporaryDirectory() as folder:
        for name, kind in (("a.jks", "JKS"), ("b.p12", "PKCS12")):
            words = ["-storetype", kind, "-keystore", f"{folder}/{name}", "-storepass", "changeit", "-keypass", "changeit"]
            more = ["-dname", f"CN={name}.门户.example.test", "-keyalg", "RSA", "-validity", "6", "-alias", "site"]
            subprocess.run(["keytool", "-genkeypair", *words, *more], capture_output=True, check=True)
        yield Path(folder)


@pytest.fixture
def base(stores: Path) -> Iterator[Path]:
    """A Tomcat's folder with those keystores."""
    with TemporaryDirectory(dir="/run", prefix="xunjian-test-") as folder:
        shutil.copytree(stores, Path(folder) / "conf")
        yield Path(folder)


@contextmanager
def connector(base: Path, owner: object) -> Iterator[int]:
    """What serves the certificate of ``b.p12``, started as the Tomcat of the folder ``owner``."""
    port, pem = free_port(), base / "b.pem"
    words = ["openssl", "pkcs12", "-in", str(base / "conf/b.p12"), "-passin", "pass:changeit", "-nodes", "-out", str(pem)]
    subprocess.run(words, capture_output=True, check=True)
    # what openssl is called is its first word, which it does not look at: so it passes for the Java of a Tomcat
    words = [f"-Dcatalina.base={owner}", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(pem), "-key", str(pem)]
    with program([*words, "-quiet"], port, executable=shutil.which("openssl")):
        yield port


def written(base: Path, store: str, port: int, more: str = "") -> None:
    text = f'<Server><Connector port="{port}" keystoreFile="conf/{store}">{more}</Connector></Server>'
    (base / "conf" / "server.xml").write_text(text)


@pytest.mark.peer
@needs_keytool
def test_a_jks_keystore_of_six_days_is_critical_without_its_password(base: Path, tmp_path: Path) -> None:
    written(base, "a.jks", 8443)
    found = asked(folder=tmp_path, tomcat=base)
    assert judged(found)[f"{base}/conf/a.jks (site)"] is Level.CRITICAL
    [one] = [one for one in found.certificates.records if one.path.startswith(str(base))]
    assert one.subject == "CN=a.jks.门户.example.test"
    assert 5 * 86_400 < (one.not_after_at - found.asked_at).total_seconds() <= 6 * 86_400
    assert f"{base}/conf" in found.looked_in


@pytest.mark.peer
@needs_keytool
def test_a_pkcs12_keystore_is_seen_through_its_connector_and_unseen_without(base: Path, tmp_path: Path) -> None:
    path = f"{base}/conf/b.p12"
    with connector(base, base) as port:
        written(base, "b.p12", port)
        assert judged(asked(folder=tmp_path, tomcat=base))[path] is Level.CRITICAL
    time.sleep(0.2)
    assert judged(asked(folder=tmp_path, tomcat=base))[path] is Level.UNKNOWN


@pytest.mark.peer
@needs_keytool
def test_what_another_program_serves_on_the_port_says_nothing_of_a_tomcat(base: Path, tmp_path: Path) -> None:
    path = f"{base}/conf/b.p12"
    with connector(base, "/opt/other") as port:
        written(base, "b.p12", port)
        found = asked(folder=tmp_path, tomcat=base)
        [one] = [one for one in found.certificates.unseen if one.subject == path]
        assert (one.reason, f"port {port}: no -Dcatalina.base" in str(one.detail)) == (Reason.NO_RECORD, True)
        # this Tomcat runs, and the port is another's
        with connector(base, base):
            assert judged(asked(folder=tmp_path, tomcat=base))[path] is Level.UNKNOWN


@each_shell
def test_trap_two_tomcats_with_connectors_of_one_number(shell: list[str], tmp_path: Path) -> None:
    stores = [f"@store /opt/{one}|/opt/{one}/{one}.p12|1 {port} " for one, port in (("a", 8443), ("b", 9443))]
    (tmp_path / "named-stores").write_text("\n".join(stores) + "\n")
    text = KEYSTORES.replace('[ ! -e "$q" ]', "false").replace('[ ! -r "$q" ]', "false")
    said = run(shell, f'{text}\nj= m=0\np="$1"; keystore "$1"; p="$2"; keystore "$2"', *PATHS, folder=tmp_path)
    assert [line for line in said.splitlines() if "unowned" in line] == [" unowned 8443", " unowned 9443"]


PATHS = ("/opt/a|/opt/a/a.p12", "/opt/b|/opt/b/b.p12")


@pytest.mark.peer
@needs_keytool
def test_trap_a_connector_with_two_certificates_may_show_the_other(base: Path, tmp_path: Path) -> None:
    with connector(base, base) as port:
        written(base, "b.p12", port, '<Certificate certificateKeystoreFile="conf/c.p12"/>')
        shutil.copy(base / "conf/b.p12", base / "conf/c.p12")
        found = judged(asked(folder=tmp_path, tomcat=base))
    assert found[f"{base}/conf/b.p12"] is found[f"{base}/conf/c.p12"] is Level.UNKNOWN


@pytest.mark.peer
@needs_keytool
def test_a_keystore_in_a_comment_is_not_looked_for(base: Path, tmp_path: Path) -> None:
    text = '<Server><!-- <Connector port="1" keystoreFile="conf/a.jks"/>\n --></Server>'
    (base / "conf" / "server.xml").write_text(text)
    found = asked(folder=tmp_path, tomcat=base)
    assert not [path for path in (*judged(found), *found.missing) if path.startswith(str(base))]
