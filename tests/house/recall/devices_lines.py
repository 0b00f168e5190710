"""Seeds for what devices tell by command line alone, or by it where SNMP does not answer: licences, parts, pairs, peers."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Seeding, Variation, fault, healthy


def _seeded(check: str, case: str, *variations: Variation) -> Seeding:
    return Seeding(check, (case,), (UNTOUCHED, *variations), platform="network")


_CONTRACT = "Sat Mar 23 2030"
_TRIAL = " Authorize type    : demo\n Expired date      : 2027-07-12\n"
LICENCES = (
    _seeded(
        "network.licence_expiry", "cli.licences.fortinet/in-order",
        *(
            fault(f"a contract ends on {day}", {"AV Engine": level}, (_CONTRACT, day))
            for day, level in (
                ("Tue Dec 22 2026", "warn"),
                ("Mon Nov 30 2026", "warn"),
                ("Sun Nov 29 2026", "critical"),
                ("Sun Nov 22 2026", "critical"),
                ("Sat Nov 21 2026", "critical"),
                ("Fri Mar 23 2018", "critical"),
            )
        ),
        *(healthy(f"a contract ends on {day}", (_CONTRACT, day)) for day in ("Wed Dec 23 2026", "Sun Jan 1 2040")),
    ),
    _seeded(
        "network.licence_expiry", "cli.licences.huawei_vrp/permanent-and-trial",
        fault("a trial runs out", {"CRFEA2": "warn"}, ("2027-07-12", "2026-12-10")),
        fault("a trial has run out", {"CRFEA2": "critical"}, ("2027-07-12", "2026-11-01")),
        fault("what was permanent ends", {"CRFEA1": "critical"}, ("PERMANENT", "2026-11-25")),
        healthy("the trial was bought", (_TRIAL, " Authorize type    : COMM\n Expired date      : PERMANENT\n")),
    ),
)  # fmt: skip
PARTS = (
    _seeded(
        "network.redundancy", "cli.parts.fortinet/in-step",
        fault("a member is out of step", {"fw-b configuration": "critical"}, ("3 seconds ago): in-sync", "3 seconds ago): out-of-sync")),
        fault("a heartbeat is down", {"fw-a heartbeat ha2": "warn"}, ("ha2: physical/1000auto, up", "ha2: physical/00, down")),
        fault("a monitored port is down", {"fw-a monitored x1": "critical"}, ("x1: physical/10000full, up", "x1: physical/00, down")),
        healthy("the other one leads", ("Primary     : fw-a", "Secondary   : fw-a"), ("Secondary   : fw-b", "Primary     : fw-b")),
    ),
    _seeded(
        "network.redundancy", "cli.parts.cisco_asa/in-step",
        fault("the mate has failed", {"Secondary": "critical"}, ("Secondary - Standby Ready", "Secondary - Failed")),
        fault("the link between them is down", {"failover link": "critical"}, ("(up)", "(down)")),
        fault("the versions differ", {"failover versions": "warn"}, ("Mate 9.8(4)", "Mate 9.8(3)")),
        healthy("the other one is active", ("Primary - Active", "Primary - Standby Ready"), ("Secondary - Standby Ready", "Secondary - Active")),
    ),
)  # fmt: skip
SEEDINGS = (*LICENCES, *PARTS)
