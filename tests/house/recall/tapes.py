"""Seeds for tape drives and libraries, and for what keeps Redis alive: Sentinel and Cluster."""

from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, fault, healthy

_DRIVE = " rev=J5SW\n state=running"
_LIBRARY = " rev=8.70\n state=running"
_SERVED = """ driver=st
 node=st0
 in_flight=0
 read_cnt=8211
 write_cnt=190331
 other_cnt=812
 resid_cnt=3
 read_byte_cnt=2152464384
 write_byte_cnt=49894129664
 io_ns=812731000000
"""
TAPES = Seeding(
    "server.tape_devices",
    ("linux.tapes.sysfs/lto-drive-and-library",),
    (
        UNTOUCHED,
        *(
            fault(f"the {kind} is {state}", {f"*{kind}*": "critical"}, (row, row.replace("running", state)))
            for kind, row in (("drive", _DRIVE), ("library", _LIBRARY))
            for state in ("offline", "blocked", "transport-offline", "quiesce")
        ),
        fault("no driver serves the drive", {"*drive*": "warn"}, (_SERVED, " driver=\n"), ("@lines 28", "@lines 19")),
    ),
)
_SLOTS = "cluster_slots_assigned:16384\\r\\ncluster_slots_ok:16384\\r\\ncluster_slots_pfail:0\\r\\ncluster_slots_fail:0"
CLUSTER = Seeding(
    "function.redis_keepers",
    ("function.redis_keepers/a-cluster-without-replicas",),
    (
        UNTOUCHED,
        fault(
            "slots on failed nodes",
            {"*": "critical"},
            (_SLOTS, _SLOTS.replace("slots_ok:16384", "slots_ok:15384").replace("slots_fail:0", "slots_fail:1000")),
        ),
        fault(
            "slots that this node does not reach",
            {"*": "warn"},
            (_SLOTS, _SLOTS.replace("slots_ok:16384", "slots_ok:15384").replace("slots_pfail:0", "slots_pfail:1000")),
        ),
        fault("slots that nobody has", {"*": "critical"}, (_SLOTS, _SLOTS.replace("16384", "16001"))),
        fault("it says fail", {"*": "critical"}, ("cluster_state:ok", "cluster_state:fail")),
        fault("383 slots are missing", {"*": "critical"}, instead=("function.redis_keepers/a-cluster-without-383-slots",)),
    ),
    platform="redis",
)
_STOCK = "master0:name=stock,status=odown,address=127.0.0.1:46339,slaves=0,sentinels=1"
_WELL = "master0:name=stock,status=ok,address=127.0.0.1:46339,slaves=1,sentinels=3"
_ORDERS = "master1:name=orders,status=ok,address=127.0.0.1:6379,slaves=0,sentinels=1"
SENTINEL = Seeding(
    "function.redis_keepers",
    ("function.redis_keepers/a-sentinel-without-a-quorum-and-a-master-down",),
    (
        healthy("all well"),
        fault("a master is down", {"*stock*": "critical"}, (_WELL, _WELL.replace("status=ok", "status=odown"))),
        fault("a master is not reached", {"*stock*": "critical"}, (_WELL, _WELL.replace("status=ok", "status=sdown"))),
        fault("no replica", {"*stock*": "warn"}, (_WELL, _WELL.replace("slaves=1", "slaves=0"))),
        fault("TILT", {"*": "warn"}, ("sentinel_tilt:0", "sentinel_tilt:1")),
    ),
    mend=(
        Edit(_STOCK, _WELL),
        Edit(_ORDERS, _ORDERS.replace("slaves=0,sentinels=1", "slaves=1,sentinels=3")),
        Edit(
            "NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the specified quorum for this master",
            "OK 1 usable Sentinels. Quorum and failover authorization can be reached",
        ),
    ),
    platform="redis",
)
SEEDINGS = (TAPES, CLUSTER, SENTINEL)
