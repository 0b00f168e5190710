"""Changes of databases, one each, in answers as PostgreSQL and MariaDB give them."""

from typing import Final

from checks.aspects import Way, Weight
from tests.house.changed import Seed

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED
GONE, COME, CHANGED = Way.GONE, Way.COME, Way.CHANGED
_ROLES: Final = "postgres.roles/wide-rules-and-strong-accounts"
_HBA: Final = "postgres.hba/wide-rules-and-strong-accounts"
_WITH_STANDBY: Final = "primary-with-a-standby-a-dead-slot-and-a-failing-archive"
_CHURN: Final = "churn-and-an-invalid-index"
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
        "PostgreSQL: a table less",
        f"postgres.tables/{_CHURN}",
        (('["count","","40"', '["count","","39"'),),
        (("database.postgres.changed_table_counts", "shop", CHANGED, "count", FAULT),),
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
        (('"256","None","","0","No"', '"256","None","","0","Nein"'),),
        (),
    ),
)
