"""What a server is set to and what it has counted: the names that checks ask about, no others. Any account may ask.

Sample (rows)::

    [["max_connections", "151"], ["version", "10.11.19-MariaDB-0+deb12u1-log"]]
"""

from typing import Final

from collectors.base import Answer, Collector, Derived, ParseError, SessionError, Sql, sql
from collectors.facts.identity import IDENTITY, Identity
from collectors.facts.mysql.variables import COUNTERS, LOGIN_GUARDS, SETTINGS, WORKLOAD, Variables, Workload
from collectors.mysql.products import MYSQL
from collectors.tables import table

_SETTINGS: Final = (
    "aurora_version basedir bind_address binlog_expire_logs_auto_purge binlog_expire_logs_seconds binlog_format "
    "binlog_row_image character_set_server collation_server datadir default_authentication_plugin "
    "default_password_lifetime default_storage_engine event_scheduler expire_logs_days general_log gtid_mode "
    "gtid_strict_mode have_ssl "
    "hostname innodb_buffer_pool_instances innodb_buffer_pool_size innodb_checksum_algorithm innodb_doublewrite "
    "innodb_file_per_table innodb_flush_log_at_trx_commit innodb_flush_method innodb_force_recovery innodb_io_capacity "
    "innodb_log_file_size innodb_log_files_in_group innodb_page_size innodb_redo_log_capacity innodb_stats_on_metadata "
    "innodb_undo_log_truncate local_infile log_bin log_error log_output log_slave_updates log_replica_updates "
    "long_query_time lower_case_table_names max_binlog_size max_connect_errors max_connections max_user_connections "
    "old_passwords open_files_limit performance_schema port query_cache_size query_cache_type read_only "
    "require_secure_transport secure_file_priv server_id server_uid server_uuid skip_name_resolve skip_networking "
    "slow_query_log sql_mode super_read_only sync_binlog system_time_zone table_open_cache thread_cache_size time_zone "
    "tls_version tmp_table_size version version_comment wsrep_cluster_name wsrep_on wsrep_sst_method"
)
_COUNTERS: Final = (
    "Aborted_clients Aborted_connects Access_denied_errors Binlog_cache_disk_use Bytes_received Bytes_sent Com_commit "
    "Com_rollback Connection_errors_internal Connection_errors_max_connections Connections Created_tmp_disk_tables "
    "Created_tmp_tables Handler_read_rnd_next Innodb_buffer_pool_bytes_data Innodb_buffer_pool_pages_dirty "
    "Innodb_buffer_pool_pages_free Innodb_buffer_pool_pages_total Innodb_buffer_pool_read_requests "
    "Innodb_buffer_pool_reads Innodb_buffer_pool_wait_free Innodb_data_fsyncs Innodb_history_list_length "
    "Innodb_log_waits Innodb_os_log_written Innodb_row_lock_time Innodb_row_lock_waits Max_used_connections Open_tables "
    "Opened_tables Queries Questions Rpl_semi_sync_master_clients Rpl_semi_sync_master_status Select_full_join "
    "Select_scan Slow_queries Sort_merge_passes Table_open_cache_misses Table_open_cache_overflows Threads_connected "
    "Threads_created Threads_running Uptime Uptime_since_flush_status"
)


def _among(show: str, names: str, *likes: str) -> Sql:
    quoted = ",".join(f"'{name}'" for name in names.split())
    patterns = "".join(f" OR Variable_name LIKE '{like}'" for like in likes)
    return sql(f"SHOW GLOBAL {show} WHERE Variable_name IN ({quoted}){patterns}")


_SETTINGS_ASK: Final = _among("VARIABLES", _SETTINGS, r"validate_password%", r"simple_password_check%", r"cracklib%")
_GUARDS_ASK: Final = _among(
    "VARIABLES", "max_password_errors version", "connection_control%", "component_connection_control%"
)
"""Of the plugin, of the component that took its place in MySQL 9.2, and of MariaDB 10.4.2 on."""
_COUNTERS_ASK: Final = _among("STATUS", _COUNTERS, r"wsrep\_%")


def parse(answer: Answer) -> Variables:
    """Read names and values. What a password or a certificate is called is no secret, and no secret is among them."""
    found = table(answer)
    values = {row.text("Variable_name").lower(): row.text("Value") for row in found}
    if not values:
        raise ParseError("a server without a single variable")
    return Variables(found.server.product, found.server.version, found.server.words, values)


def workload(settings: object, counters: object) -> Workload:
    """Put both together. Raises what either came to."""
    for one in (settings, counters):
        if isinstance(one, SessionError):
            raise one
    assert isinstance(settings, Variables)  # noqa: S101 - a kind comes to its facts, an Absent or a SessionError
    assert isinstance(counters, Variables)  # noqa: S101 - as above
    uptime = counters.number("uptime")
    if uptime is None:
        raise ParseError("no Uptime among the counters")
    return Workload(settings, counters, uptime, counters.number("uptime_since_flush_status") or uptime)


def identity(answer: Answer) -> Identity:
    """Whom we met: MySQL's server_uuid, which a copied data directory shares; of MariaDB see ``_machine``."""
    met = parse(answer)
    return Identity(
        machine_id=met.text("server_uuid") or _machine(met),
        hostname=met.text("hostname"),
        os_id=met.product,
        os_name=met.words,
        os_version=str(met.version),
        kernel="",
        architecture="",
        uid=-1,
    )


def _machine(met: Variables) -> str:
    """MariaDB's server_uid (10.6 on: of the machine's network card and the port, not of the data); else place and number.

    Neither proves that the data are the same as last time: a data directory that was put back has them all.
    """
    if met.text("server_uid"):
        return met.text("server_uid")
    parts = [met.text(name) for name in ("hostname", "port", "server_id", "datadir")]
    return ":".join(parts) if all(parts[:2]) else ""


SETTINGS_MYSQL: Final = Collector(id="mysql.settings", provides=SETTINGS, on=MYSQL, ask=_SETTINGS_ASK, parse=parse)
IDENTITIES_MYSQL: Final = Collector(id="mysql.identity", provides=IDENTITY, on=MYSQL, ask=_SETTINGS_ASK, parse=identity)
COUNTERS_MYSQL: Final = Collector(id="mysql.counters", provides=COUNTERS, on=MYSQL, ask=_COUNTERS_ASK, parse=parse)
LOGIN_GUARDS_MYSQL: Final = Collector(
    id="mysql.login_guards", provides=LOGIN_GUARDS, on=MYSQL, ask=_GUARDS_ASK, parse=parse
)
WORKLOADS: Final = Derived(id="mysql.workload", provides=WORKLOAD, of=(SETTINGS, COUNTERS), derive=workload)
