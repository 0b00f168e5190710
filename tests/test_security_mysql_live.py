"""The security check on servers of our own: MariaDB as it is delivered, the same hardened by the cards."""

import subprocess
from collections.abc import Iterator, Mapping

import pytest

from checks.base import Level
from collectors.sessions.base import Budget
from collectors.sessions.mysql import MysqlDialect
from collectors.sessions.sql import SqlSession
from config.secrets import Secret
from config.site import SqlAccess
from tests.peers.asked import judged
from tests.peers.mariadb import MariadbServer, again, as_owner, end, is_there, mariadb

pytestmark = pytest.mark.peer
PASSWORD = "Quite-a-long-0ne-for-tests"
BUDGET = Budget(total_seconds=60, connect_seconds=5)
RULES = "SELECT ON mysql.global_priv"


def account(server: MariadbServer, *grants: str) -> None:
    """Make the inspecting account, with the rights that the script names."""
    server.sql(f"CREATE USER IF NOT EXISTS xunjian@127.0.0.1 IDENTIFIED BY '{PASSWORD}'")
    for grant in ("PROCESS ON *.*", *grants):
        server.sql(f"GRANT {grant} TO xunjian@127.0.0.1")


def certificate(server: MariadbServer) -> tuple[str, str]:
    """Make a key and a certificate beside the data; the options that name them."""
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db", "-days", "2"]
    key, crt = server.folder / "d/key.pem", server.folder / "d/crt.pem"
    subprocess.run([*as_owner(), *words, "-keyout", str(key), "-out", str(crt)], check=True, capture_output=True, cwd="/")
    return f"--ssl-key={key}", f"--ssl-cert={crt}"


def found(server: MariadbServer, tls: str = "") -> Mapping[tuple[str, str], Level]:
    using = SqlSession(MysqlDialect(server.address, SqlAccess(tls=tls), "xunjian", Secret(PASSWORD)), BUDGET)
    findings, _exhibits = judged(using, "mysql", "security.mysql.*")
    return {(check.removeprefix("security.mysql."), subject): one.level for (check, subject), one in findings.items()}


def of(check: str, levels: Mapping[tuple[str, str], Level]) -> dict[str, Level]:
    return {subject: level for (name, subject), level in levels.items() if name == check}


@pytest.fixture(scope="module")
def raw() -> Iterator[MariadbServer]:
    """As it is delivered, and on the network."""
    if not is_there():
        pytest.skip("no MariaDB is installed")
    with mariadb("--bind-address=0.0.0.0", "--local-infile=ON", is_hardened=False) as made:
        account(made, RULES)
        made.sql("CREATE USER root@'%' IDENTIFIED BY 'x'", "CREATE USER xj@'%'", "CREATE USER ''@localhost")
        yield made


def test_a_server_as_it_is_delivered_fails_each_check(raw: MariadbServer) -> None:
    levels = found(raw)
    accounts = of("empty_or_anonymous", levels)
    assert accounts["@localhost"] is Level.CRITICAL
    assert accounts["root@localhost"] is Level.CRITICAL
    assert accounts["xj@%"] is Level.CRITICAL
    assert accounts["root@%"] is Level.WARN
    assert "xunjian@127.0.0.1" not in accounts
    assert "mariadb.sys@localhost" not in accounts
    assert of("validate_password", levels) == {"": Level.WARN}
    assert of("connection_control", levels) == {"": Level.WARN}
    assert of("tls_required", levels) == {"": Level.CRITICAL, "tls_version": Level.OK}
    assert of("local_infile", levels) == {"local_infile": Level.WARN, "secure_file_priv": Level.WARN}
    assert of("backup_recent", levels) == {"": Level.UNKNOWN}


def test_without_the_right_to_read_accounts_nothing_of_them_passes(raw: MariadbServer) -> None:
    raw.sql(f"REVOKE {RULES} FROM xunjian@127.0.0.1")
    try:
        levels = found(raw)
    finally:
        account(raw, RULES)
    assert of("empty_or_anonymous", levels) == {"": Level.UNKNOWN}
    assert of("connection_control", levels) == {"": Level.WARN}, "MariaDB tells it by a setting"
    assert of("tls_required", levels)[""] is Level.CRITICAL, "TLS is off, whoever the accounts are"


HISTORY = (
    "CREATE TABLE mysql.mariadb_backup_history (start_time TIMESTAMP NULL, end_time TIMESTAMP NULL, "
    "partial ENUM('Y','N'), incremental ENUM('Y','N')) ENGINE=InnoDB"
)
DONE = "INSERT INTO mysql.mariadb_backup_history VALUES (NOW() - INTERVAL 5 HOUR, NOW() - INTERVAL {days} DAY, 'N', 'N')"


def test_a_server_hardened_by_the_cards_passes_each_check() -> None:
    if not is_there():
        pytest.skip("no MariaDB is installed")
    with mariadb("--local-infile=OFF", "--secure-file-priv=/srv") as server:
        account(server, RULES)
        server.sql(
            "INSTALL SONAME 'simple_password_check'",
            "SET GLOBAL max_password_errors = 5",
            HISTORY,
            DONE.format(days=9),
            "GRANT SELECT ON mysql.mariadb_backup_history TO xunjian@127.0.0.1",
        )
        assert found(server)["backup_recent", ""] is Level.CRITICAL
        server.sql(DONE.format(days=1))
        assert set(found(server).values()) == {Level.OK}
        server.sql("UNINSTALL SONAME 'simple_password_check'")
        assert found(server)["validate_password", ""] is Level.WARN


def test_tls_is_required_account_by_account_and_of_the_server() -> None:
    if not is_there():
        pytest.skip("no MariaDB is installed")
    with mariadb() as server:
        account(server, RULES)
        server.sql("CREATE USER app@'10.1.%' IDENTIFIED BY 'b'")
        end(server.process)
        pem = certificate(server)
        again(server, "--bind-address=0.0.0.0", *pem)
        assert of("tls_required", found(server)) == {"app@10.1.%": Level.CRITICAL, "tls_version": Level.OK}
        server.sql("ALTER USER app@'10.1.%' REQUIRE SSL")
        assert of("tls_required", found(server)) == {"": Level.OK, "tls_version": Level.OK}
        server.sql("ALTER USER app@'10.1.%' REQUIRE NONE", "SET GLOBAL require_secure_transport = ON")
        assert of("tls_required", found(server, "require")) == {"": Level.OK, "tls_version": Level.OK}
        end(server.process)
        again(server, "--bind-address=0.0.0.0", "--tls-version=TLSv1.1,TLSv1.2", *pem)
        assert of("tls_required", found(server))["tls_version"] is Level.WARN
