"""Changes of databases, one each, in answers as PostgreSQL, MariaDB, Oracle and DM8 give them."""

from typing import Final

from checks.aspects import Way, Weight
from tests.house.changed import Seed

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED
GONE, COME, CHANGED, RENAMED = Way.GONE, Way.COME, Way.CHANGED, Way.RENAMED
_ROLES: Final = "postgres.roles/wide-rules-and-strong-accounts"
_HBA: Final = "postgres.hba/wide-rules-and-strong-accounts"
_WITH_STANDBY: Final = "primary-with-a-standby-a-dead-slot-and-a-failing-archive"
_ACCOUNTS: Final = "mysql.accounts/mariadb-10.11-in-order"

DATABASES: Final[tuple[Seed, ...]] = (
    Seed(
        "PostgreSQL: became a standby",
        "postgres.instance/quiet",
        (('13:13:32.474378+00","f","off"', '13:13:32.474378+00","t","off"'),),
        (("database.postgres.changed_server", "role", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "PostgreSQL: another minor version",
        "postgres.instance/quiet",
        (('"version":150018', '"version":150019'),),
        (("database.postgres.changed_server", "version", CHANGED, "version", REPORT),),
    ),
    Seed(
        "PostgreSQL: a setting",
        "postgres.settings/quiet",
        (('["fsync","off",null,"configuration file"', '["fsync","on",null,"configuration file"'),),
        (("database.postgres.changed_settings", "fsync", CHANGED, "value", REPORT),),
    ),
    Seed(
        "PostgreSQL: a role that is gone",
        _ROLES,
        (('["nobody2","f","f","f","f","f",null,"hidden",null,"f","1","t"],', ""), ('"count":6', '"count":5')),
        (("database.postgres.changed_roles", "nobody2", GONE, "", FAULT),),
    ),
    Seed(
        "PostgreSQL: a role that may do everything now",
        _ROLES,
        (('["nobody2","f","f"', '["nobody2","t","f"'),),
        (("database.postgres.changed_roles", "nobody2", CHANGED, "is_superuser", FAULT),),
    ),
    Seed(
        "PostgreSQL: a rule of pg_hba.conf that is gone",
        _HBA,
        (('["6","host","{all}","{x}","10.2.0.0","255.255.0.0","md5",null],', ""), ('"count":7', '"count":6')),
        (("database.postgres.changed_hba", "host all x 10.2.0.0 255.255.0.0 md5", GONE, "", REPORT),),
    ),
    Seed(
        "PostgreSQL: a database that is gone",
        "postgres.databases/quiet",
        (('["template1","t","7471619","pg_default"]', '["vorlage","t","7471619","pg_default"]'),),
        (
            ("database.postgres.changed_databases", "vorlage", COME, "", REPORT),
            ("database.postgres.changed_databases", "template1", GONE, "", FAULT),
        ),
    ),
    Seed(
        "PostgreSQL: a function less",
        "postgres.object_counts/postgresql-15",
        (('["public","routine","2","3","9"]', '["public","routine","1","3","9"]'),),
        (("database.postgres.changed_object_counts", "shop public routine", CHANGED, "count", FAULT),),
    ),
    Seed(
        "PostgreSQL: a standby that no longer streams",
        f"postgres.replication/{_WITH_STANDBY}",
        (('"streaming"', '"catchup"'),),
        (("database.postgres.changed_standbys", "standby1 ", CHANGED, "state", FAULT),),
    ),
    Seed(
        "PostgreSQL: a slot that nobody uses any more",
        f"postgres.slots/{_WITH_STANDBY}",
        (('["s1","physical","t"', '["s1","physical","f"'),),
        (("database.postgres.changed_slots", "s1", CHANGED, "is_active", FAULT),),
    ),
    Seed(
        "MariaDB: a variable",
        "mysql.settings/mariadb-10.11-in-order",
        (('["max_connections","60"]', '["max_connections","80"]'),),
        (("database.mysql.changed_settings", "max_connections", CHANGED, "value", REPORT),),
    ),
    Seed(
        "MariaDB: an account that is locked",
        _ACCOUNTS,
        (
            (
                '["xunjian","127.0.0.1","mysql_native_password","0","0"',
                '["xunjian","127.0.0.1","mysql_native_password","0","1"',
            ),
        ),
        (("database.mysql.changed_accounts", "xunjian@127.0.0.1", CHANGED, "is_locked", FAULT),),
    ),
    Seed(
        "MariaDB: an account that is gone",
        _ACCOUNTS,
        ((',["xunjian","127.0.0.1","mysql_native_password","0","0","0","0","0",null,"0"]', ""), ('"count":3', '"count":2')),
        (("database.mysql.changed_accounts", "xunjian@127.0.0.1", GONE, "", FAULT),),
    ),
    Seed(
        "MariaDB: replication whose applier stands",
        "mysql.channels/mariadb-10.11-follows-two",
        (('"Yes","Yes"', '"Yes","No"'),),
        (("database.mysql.changed_channels", "east", CHANGED, "applier", FAULT),),
    ),
    Seed(
        "Oracle: open for reading only",
        "oracle.database/sound",
        (('"READ WRITE","PRIMARY"', '"READ ONLY","PRIMARY"'),),
        (("database.oracle.changed_database", "open_mode", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "Oracle: an instance left in restricted mode",
        "oracle.instances/mounted-standby",
        (
            (
                '"orcl2","db01","19.0.0.0.0","MOUNTED","ACTIVE","NO","ALLOWED"',
                '"orcl2","db01","19.0.0.0.0","MOUNTED","ACTIVE","NO","RESTRICTED"',
            ),
        ),
        (("database.oracle.changed_instances", "orcl2", CHANGED, "logins", FAULT),),
    ),
    Seed(
        "Oracle: a pluggable database that is not open",
        "oracle.pluggables/sound",
        (('"2","SALES","READ WRITE"', '"2","SALES","MOUNTED"'),),
        (("database.oracle.changed_pluggables", "SALES 2", CHANGED, "open_mode", FAULT),),
    ),
    Seed(
        "Oracle: a parameter",
        "oracle.settings/sound",
        (('["processes","1000"', '["processes","2000"'),),
        (("database.oracle.changed_parameters", "processes", CHANGED, "value", REPORT),),
    ),
    Seed(
        "Oracle: a patch that failed",
        "oracle.patches/denied",
        (('["patch","34786990","APPLY","SUCCESS"', '["patch","34786990","APPLY","WITH ERRORS"'),),
        (("database.oracle.changed_patches", "CDB$ROOT 34786990", CHANGED, "done", FAULT),),
    ),
    Seed(
        "Oracle: an account that is locked",
        "oracle.accounts/denied",
        (('["SALES","OPEN"', '["SALES","LOCKED(TIMED)"'),),
        (("database.oracle.changed_accounts", "CDB$ROOT.SALES", CHANGED, "is_usable", FAULT),),
    ),
    Seed(
        "Oracle: a tablespace that is read-only",
        "oracle.tablespace_definitions/denied",
        (('["SALES_DATA","PERMANENT","ONLINE"', '["SALES_DATA","PERMANENT","READ ONLY"'),),
        (("database.oracle.changed_tablespaces", "CDB$ROOT.SALES_DATA", CHANGED, "status", FAULT),),
    ),
    Seed(
        "Oracle: a data file that was moved",
        "oracle.data_files/denied",
        (("+DATA/sales.3", "+NEW/sales.9"),),
        (("database.oracle.changed_data_files", "CDB$ROOT +NEW/sales.9", RENAMED, "", NOTED),),
    ),
    Seed(
        "Oracle: a data file that is offline",
        "oracle.data_files/denied",
        (('"21474836480","34359738368","YES","ONLINE"', 'null,"34359738368","YES","RECOVER"'),),
        (("database.oracle.changed_data_files", "CDB$ROOT +DATA/sales.3", CHANGED, "online", FAULT),),
    ),
    Seed(
        "Oracle: a disk of a group that is offline",
        "oracle.disk_groups/sound",
        (('"2048000","900000","0"', '"2048000","900000","1"'),),
        (("database.oracle.changed_disk_groups", "DATA", CHANGED, "offline", FAULT),),
    ),
    Seed(
        "Oracle: a component that is not valid",
        "oracle.objects/denied",
        (('"XDB","19.0.0.0.0","VALID"', '"XDB","19.0.0.0.0","INVALID"'),),
        (("database.oracle.changed_components", "CDB$ROOT XDB", CHANGED, "status", FAULT),),
    ),
    Seed(
        "Oracle: a standby that gets nothing any more",
        "oracle.shipping/sound",
        (('"2","VALID"', '"2","ERROR"'),),
        (("database.oracle.changed_shipping", "ORCL_SH", CHANGED, "is_sent", FAULT),),
    ),
    Seed(
        "Oracle: a standby that no longer applies",
        "oracle.standby/mounted-standby",
        (
            ('["process","MRP0","APPLYING_LOG",null],', ""),
            ('"count":7', '"count":6'),
        ),
        (("database.oracle.changed_standby", "standby", CHANGED, "is_applying", FAULT),),
    ),
    Seed(
        "DM8: became a primary",
        "dameng.instance/mounted",
        (('"STANDBY"', '"PRIMARY"'),),
        (("database.dameng.changed_instance", "mode", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "DM8: an account that is locked",
        "dameng.accounts/ending-and-locked",
        (('["APP","OPEN"', '["APP","LOCKED"'),),
        (("database.dameng.changed_accounts", "APP", CHANGED, "is_usable", FAULT),),
    ),
    Seed(
        "DM8: a tablespace that is offline",
        "dameng.tablespaces/corrupt-and-offline",
        (('["4","MAIN","1","0"', '["4","MAIN","1","1"'),),
        (("database.dameng.changed_tablespaces", "MAIN", CHANGED, "status", FAULT),),
    ),
    Seed(
        "DM8: fewer objects",
        "dameng.objects/all-valid",
        (('"2400"', '"2399"'),),
        (("database.dameng.changed_objects", "objects", CHANGED, "count", FAULT),),
    ),
    Seed(
        "DM8: a destination of archiving that is invalid",
        "dameng.archiving/local-with-limit",
        (('"VALID"', '"INVALID"'),),
        (("database.dameng.changed_archiving", "LOCAL /dmarch", CHANGED, "holds", FAULT),),
    ),
    Seed(
        "DM8: another licence",
        "dameng.licence/enterprise-with-a-date",
        (('["E","1"', '["E","3"'),),
        (("database.dameng.changed_licence", "kind", CHANGED, "nature", FAULT),),
    ),
)
