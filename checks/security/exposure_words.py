"""What the subjects of the checks of audit, logs, exposure and intrusion are called where a person reads them."""

from collections.abc import Mapping
from typing import Final

from checks.security.audit_families import FAMILIES
from config.text import Text, _

EXPOSURE_SUBJECTS: Final[Mapping[tuple[str, str], Text]] = {
    ("security.linux.audit_auditd", "running"): _("audit that runs"),
    ("security.linux.audit_auditd", "start"): _("start of audit at boot"),
    **{("security.linux.audit_rules", one.name): one.words for one in FAMILIES},
    ("security.linux.audit_lost_events", "lost"): _("lost records"),
    ("security.linux.audit_lost_events", "backlog"): _("room for records that wait"),
    ("security.linux.audit_immutable_protected", "rules"): _("lock of the audit rules"),
    ("security.linux.audit_immutable_protected", "files"): _("files of audit"),
    ("security.linux.audit_immutable_protected", "service"): _("service of audit"),
    ("security.linux.log_rsyslog", "logger"): _("logger"),
    ("security.linux.log_rsyslog", "start"): _("start of the logger at boot"),
    ("security.linux.log_rsyslog", "records"): _("last line of the log"),
    ("security.linux.log_retention_180d", "system"): _("system log"),
    ("security.linux.log_retention_180d", "login"): _("log of logins"),
    ("security.linux.log_retention_180d", "audit"): _("audit log"),
    ("security.linux.malware_av", "signatures"): _("signatures"),
    ("security.linux.intrusion_bruteforce", "failures"): _("failed logins in one day"),
    ("security.linux.intrusion_bruteforce", "success"): _("success after failures"),
    ("security.linux.intrusion_cron_startup_diff", "file"): _("start files"),
    ("security.linux.intrusion_cron_startup_diff", "job"): _("scheduled jobs"),
    ("security.linux.intrusion_cron_startup_diff", "unit"): _("units"),
    ("security.linux.intrusion_cron_startup_diff", "script"): _("start scripts"),
}
