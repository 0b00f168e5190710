"""The security check on MySQL of Oracle's, the newest that Debian carries: where it was fetched (``make prove``)."""

import pytest

from checks.base import Level
from tests.peers import mysql as oracle
from tests.test_security_mysql_live import account, found, of

OF_MYSQL = (
    "SELECT (user, host, plugin, authentication_string, account_locked, super_priv, file_priv, ssl_type, user_attributes) "
    "ON mysql.user"
)


@pytest.mark.skipif(not oracle.is_there(), reason="no MySQL of Oracle's was fetched")
def test_oracles_own_mysql_is_read_alike() -> None:
    with oracle.mysql("--secure-file-priv=", "--bind-address=*") as server:
        account(server, OF_MYSQL)
        server.sql("CREATE USER app@'10.1.%' IDENTIFIED BY 'b'")
        levels = found(server)
        assert of("validate_password", levels) == {"": Level.WARN}
        assert of("connection_control", levels) == {"": Level.WARN}
        assert of("tls_required", levels) == {"app@10.1.%": Level.CRITICAL, "tls_version": Level.OK}
        assert of("local_infile", levels) == {"local_infile": Level.OK, "secure_file_priv": Level.WARN}
        server.sql(
            "INSTALL PLUGIN auth_socket SONAME 'auth_socket.so'",
            "ALTER USER app@'10.1.%' REQUIRE SSL FAILED_LOGIN_ATTEMPTS 5 PASSWORD_LOCK_TIME UNBOUNDED",
            "ALTER USER xunjian@127.0.0.1 FAILED_LOGIN_ATTEMPTS 5 PASSWORD_LOCK_TIME 1",
            "ALTER USER root@localhost IDENTIFIED WITH auth_socket",
            "INSTALL COMPONENT 'file://component_validate_password'",
        )
        levels = found(server)
        assert of("empty_or_anonymous", levels) == {"": Level.OK}
        assert of("validate_password", levels) == {"": Level.OK}
        assert of("connection_control", levels) == {"": Level.OK}
        assert of("tls_required", levels) == {"": Level.OK, "tls_version": Level.OK}
        server.sql("ALTER USER app@'10.1.%' FAILED_LOGIN_ATTEMPTS 0")
        assert found(server)["connection_control", ""] is Level.WARN
