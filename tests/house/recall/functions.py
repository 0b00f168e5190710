"""Seeds for software functions: pages, TLS, ports, processes, nginx, Java, Redis, RabbitMQ, Kafka, transactions, forms."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checks.base import Scene
from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, fault, healthy

_PAGE = "function.page/a-page"
_TOOK, _STATUS = '"took_seconds": 0.012', '"status": 200'
PAGE = Seeding(
    "function.http_endpoint",
    (_PAGE,),
    (
        UNTOUCHED,
        healthy("a Chinese page in GBK", instead=("function.page/a-chinese-page-in-gbk",)),
        *(fault(f"status {code}", {"": "critical"}, (_STATUS, f'"status": {code}')) for code in (404, 500, 502, 503)),
        *(fault(f"takes {s} s", {"": level}, (_TOOK, f'"took_seconds": {s}')) for s, level in ((1.0, "warn"), (4.9, "warn"), (5.0, "critical"), (19.0, "critical"))),
        healthy("takes 0.99 s", (_TOOK, '"took_seconds": 0.99')),
        fault("says 404 with 200", {"": "critical"}, instead=("function.page/a-soft-404",)),
        fault("nobody answers", {"": "critical"}, instead=("function.page/nobody-answers-three-times",)),
    ),
    platform="http",
)  # fmt: skip
_WORDS = replace(
    PAGE,
    variations=(healthy("holds its text"), fault("another page", {"": "critical"}, ("业务平台", "维护公告"))),
    limits={"pattern": "业务平台"},
)
_SHAKE = "function.handshake_tls/a-whole-chain"
TLS = Seeding(
    "function.tls_certificate",
    (_SHAKE,),
    (
        UNTOUCHED,
        fault("another host's", {"name": "warn"}, ('"host": "app.example"', '"host": "other.example"')),
        *(fault(f"speaks {version} only", {"protocol": "warn"}, ('"protocol": "TLSv1.3"', f'"protocol": "{version}"')) for version in ("TLSv1", "TLSv1.1", "SSLv3")),
        fault("still offers TLS 1.0", {"protocol": "warn"}, ('"offers_old": false', '"offers_old": true')),
        fault("a certificate between is missing", {"chain": "warn"}, ('"errors": []', '"errors": [[0, "ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY"], [0, "ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE"]]')),
        healthy("one label more than the wildcard", ('"host": "app.example"', '"host": "shop.app.example"')),
    ),
    platform="tls",
)  # fmt: skip
_OWN_ENDS = datetime(2027, 2, 20, 9, 20, 32, tzinfo=UTC)
_SELF = "function.handshake_tls/signed-by-itself"
_DAYS = tuple(
    Seeding(
        "function.tls_certificate",
        (_SELF,),
        (fault(f"{days} days left", {"days": level}) if level else healthy(f"{days} days left"),),
        scene=Scene(at=_OWN_ENDS - timedelta(days=days)),
        platform="tls",
    )
    for days, level in ((31, ""), (29.9, "warn"), (7.1, "warn"), (6.9, "critical"), (0.1, "critical"), (-1, "critical"))
)
_BETWEEN = replace(
    TLS,
    variations=(fault("the authority between has ended", {"chain": "critical"}),),
    scene=Scene(at=datetime(2027, 3, 1, tzinfo=UTC)),
)
_PORT = "function.connection/a-banner"
PORT = Seeding(
    "function.tcp_port",
    (_PORT,),
    (
        UNTOUCHED,
        healthy("silent", instead=("function.connection/taken-and-silent",)),
        *(fault(f"takes {s} s", {"": level}, (_TOOK, f'"took_seconds": {s}')) for s, level in ((0.5, "warn"), (2.9, "warn"), (3.0, "critical"))),
        healthy("takes 0.49 s", (_TOOK, '"took_seconds": 0.49')),
        fault("taken and closed", {"": "warn"}, instead=("function.connection/taken-and-closed",)),
        fault("nobody answers", {"": "critical"}, instead=("function.connection/nobody-answers",)),
    ),
    platform="tcp",
)  # fmt: skip
_BANNER = replace(
    PORT,
    variations=(healthy("its banner"), fault("another banner", {"": "critical"}, ("ESMTP", "busy"))),
    limits={"banner": "ESMTP"},
)
_RUNS = "@is 4711 tomcat 262144 1-02:03:04\n"
_START = "@p /opt/app/run.sh\n"
PROCESSES = Seeding(
    "function.required_processes",
    ("linux.required_processes/one-runs-and-one-does-not",),
    (
        healthy("both run", (_START, f"{_START}@is 4712 ops 1024 2-00:00:00\n"), ("@all 210 2 1", "@all 210 2 2")),
        fault("run.sh does not run", {"app": "critical"}),
        fault("neither runs", {"tomcat": "critical", "app": "critical"}, (_RUNS, ""), ("@all 210 2 1", "@all 210 2 0")),
    ),
    limits={"processes": ("tomcat '-Dcatalina.base=/opt/tomcat '", "app /opt/app/run.sh")},
)  # fmt: skip
_NGINX = "/usr/sbin/nginx"
NGINX = Seeding(
    "function.nginx",
    ("linux.nginx/healthy",),
    (
        UNTOUCHED,
        healthy("Tengine", instead=("linux.nginx/tengine-with-its-own-words",)),
        fault("a fault in the configuration", {f"{_NGINX} configuration": "critical"}, instead=("linux.nginx/a-fault-in-the-configuration",)),
        fault("no worker", {f"{_NGINX} connections": "critical"}, ("@workers 4", "@workers 0")),
        *(fault(f"{n} of 3072 connections", {f"{_NGINX} connections": level}, ("Active connections: 3 ", f"Active connections: {n} ")) for n, level in ((2458, "warn"), (2900, "warn"), (2919, "critical"), (3072, "critical"))),
        healthy("2400 of 3072 connections", ("Active connections: 3 ", "Active connections: 2400 ")),
        fault("connections dropped", {f"{_NGINX} connections": "warn"}, ("10 10 22", "100 80 220")),
        *(fault(f"{n} of 1200 answers are 5xx", {f"{_NGINX} answers": level}, ("@responses 1200 4", f"@responses 1200 {n}")) for n, level in ((12, "warn"), (59, "warn"), (60, "critical"), (1200, "critical"))),
        healthy("11 of 1200 answers are 5xx", ("@responses 1200 4", "@responses 1200 11")),
        healthy("99 answers prove nothing", ("@responses 1200 4", "@responses 99 99")),
        *(fault(f"error log: kind {k}", {f"{_NGINX} error log": level}, ("@errors 0 0 0 0 0", "@errors " + " ".join("5" if k == n else "0" for n in range(5)))) for k, level in ((0, "warn"), (1, "notice"), (2, "warn"), (3, "warn"), (4, "notice"))),
    ),
)  # fmt: skip
_OLD = "@gc 63.10 95.20 2 0.310"
JAVA = Seeding(
    "function.java_application",
    ("linux.java_applications/tomcat-and-a-weblogic-of-another-user",),
    (
        UNTOUCHED,
        *(fault(f"full collections without end, old {old} %", {"tomcat:/opt/tomcat heap": level}, (_OLD, f"@gc {old} 95.20 4000 9000.0")) for old, level in (("86.00", "warn"), ("94.90", "warn"), ("95.10", "critical"), ("99.90", "critical"))),
        healthy("full before a collection", (_OLD, "@gc 99.90 95.20 2 0.310")),
        fault("OutOfMemoryError", {"tomcat:/opt/tomcat log": "critical"}, ("@errors 0 0 0", "@errors 3 3 0")),
        *(fault(f"{n} threads", {"tomcat:/opt/tomcat threads": "warn"}, ("@threads 84", f"@threads {n}")) for n in (2000, 9000)),
        healthy("1999 threads", ("@threads 84", "@threads 1999")),
    ),
)  # fmt: skip
_AT = "10.0.0.7:6379"
_GIB = 1024**3
REDIS = Seeding(
    "function.redis",
    ("function.redis/healthy-empty",),
    (
        UNTOUCHED,
        *(fault(words, {f"{_AT} saving": level}, (old, new))
          for words, level, old, new in (
              ("the snapshot failed", "critical", "rdb_last_bgsave_status:ok", "rdb_last_bgsave_status:err"),
              ("it loads", "warn", "\\nloading:0", "\\nloading:1"))),
        fault("the append-only file failed", {f"{_AT} saving": "critical"}, ("aof_enabled:0", "aof_enabled:1"), ("aof_last_write_status:ok", "aof_last_write_status:err")),
        *(fault(f"{share:.0%} of maxmemory, no eviction", {f"{_AT} memory": level}, ("used_memory:916904", f"used_memory:{int(4 * _GIB * share) + 1}"), ("maxmemory:0\\r", f"maxmemory:{4 * _GIB}\\r"))
          for share, level in ((0.90, "warn"), (0.97, "warn"), (0.98, "critical"), (1.0, "critical"))),
        healthy("89 % of maxmemory", ("used_memory:916904", f"used_memory:{int(4 * _GIB * 0.89)}"), ("maxmemory:0\\r", f"maxmemory:{4 * _GIB}\\r"), ("mem_fragmentation_ratio:13.80", "mem_fragmentation_ratio:1.10")),
        fault("a cache at maxmemory evicts", {f"{_AT} memory": "notice"}, ("used_memory:916904", f"used_memory:{4 * _GIB - 9}"), ("maxmemory:0\\r", f"maxmemory:{4 * _GIB}\\r"), ("maxmemory_policy:noeviction", "maxmemory_policy:allkeys-lru")),
        *(fault(f"{n} of 10000 connections", {f"{_AT} clients": "warn"}, ("connected_clients:1\\r", f"connected_clients:{n}\\r")) for n in (9000, 10000)),
        healthy("8999 of 10000 connections", ("connected_clients:1\\r", "connected_clients:8999\\r")),
        fault("its master is lost", {"* replication": "critical"}, instead=("function.redis/a-replica-without-its-master",)),
        fault("fragmented", {f"{_AT} memory": "warn"}, ("used_memory:916904", f"used_memory:{2 * _GIB}"), ("mem_fragmentation_ratio:13.80", "mem_fragmentation_ratio:1.60")),
    ),
    platform="redis",
)  # fmt: skip
_QUEUES = '\\"consumers\\": 2, \\"messages_ready\\": 0, \\"name\\": \\"orders\\", \\"state\\": \\"running\\"'
_DEAD = '\\"consumers\\": 0, \\"messages_ready\\": 7, \\"name\\": \\"dead\\"'
_RABBIT = '\\"disk_free_alarm\\": false, \\"fd_total\\": 1024, \\"fd_used\\": 40, \\"mem_alarm\\": false, \\"name\\": \\"rabbit@mq1\\", \\"partitions\\": [], \\"running\\": true'


def _queue(ready: int, state: str = "running") -> tuple[str, str]:
    return _QUEUES, _QUEUES.replace('messages_ready\\": 0', f'messages_ready\\": {ready}').replace("running", state)


RABBITMQ = Seeding(
    "function.rabbitmq",
    ("function.rabbitmq/a-queue-nobody-reads",),
    (
        UNTOUCHED,
        *(fault(f"{n} messages wait", {"queue / orders": level}, _queue(n)) for n, level in ((1000, "warn"), (99999, "warn"), (100000, "critical"))),
        healthy("999 messages wait", _queue(999)),
        *(fault(f"the queue is {state}", {"queue / orders": "critical"}, _queue(0, state)) for state in ("down", "crashed", "minority")),
        fault("nobody reads", {"queue / dead": "warn"}, (_DEAD.replace("7", "0"), _DEAD)),
        *(fault(f"{old} became {new}", {"node rabbit@mq1": level}, (_RABBIT, _RABBIT.replace(old, new)))
          for old, new, level in (
              ('disk_free_alarm\\": false', 'disk_free_alarm\\": true', "critical"),
              ('mem_alarm\\": false', 'mem_alarm\\": true', "critical"),
              ('running\\": true', 'running\\": false', "critical"),
              ('partitions\\": []', 'partitions\\": [\\"rabbit@mq2\\"]', "critical"),
              ('fd_used\\": 40', 'fd_used\\": 922', "warn"))),
    ),
    mend=(Edit(_DEAD, _DEAD.replace("7", "0")),),
    platform="rabbitmq",
)  # fmt: skip
_UNDER = " Topic: orders  Partition: 3    Leader: 1       Replicas: 1,2   Isr: 1\n"
_LAG = "100             20120           20020"


def _lag(count: int) -> tuple[str, str]:
    return (
        "100             120             20              c-1",
        f"100             {100 + count}           {count}           c-1",
    )


KAFKA = Seeding(
    "function.kafka",
    ("linux.kafka_brokers/under-replicated-lag-and-an-idle-group",),
    (
        UNTOUCHED,
        fault("a partition lacks a copy", {"kafka:9092 partitions": "warn"}, ("@under\n", f"@under\n{_UNDER}")),
        fault("a partition has no leader", {"kafka:9092 partitions": "critical"}, ("@unavailable\n", "@unavailable\n Topic: orders  Partition: 3    Leader: none    Replicas: 1,2   Isr: \n")),
        *(fault(f"billing is {n} behind", {"group billing": level}, _lag(n)) for n, level in ((10000, "warn"), (999999, "warn"), (1000000, "critical"))),
        healthy("billing is 9999 behind", _lag(9999)),
    ),
    mend=(Edit(_UNDER, ""), Edit(f"{_LAG}           c-1", "100             120             20              c-1")),
)  # fmt: skip
KEEPER = Seeding(
    "function.kafka",
    ("function.zookeeper/a-leader",),
    (
        UNTOUCHED,
        fault("a follower is behind", {"zookeeper zk1:2181": "warn"}, ("zk_synced_followers\\t2", "zk_synced_followers\\t1")),
        *(fault(f"{n} requests wait", {"zookeeper zk1:2181": "warn"}, ("outstanding_requests\\t0", f"outstanding_requests\\t{n}")) for n in (11, 900)),
        healthy("10 requests wait", ("outstanding_requests\\t0", "outstanding_requests\\t10")),
        *(fault(f"{ms} ms a request", {"zookeeper zk1:2181": "warn"}, ("avg_latency\\t0.5", f"avg_latency\\t{ms}")) for ms in (101, 2000)),
        healthy("100 ms a request", ("avg_latency\\t0.5", "avg_latency\\t100")),
        fault("no quorum", {"*": "critical"}, instead=("function.zookeeper/serves-nobody",)),
    ),
    platform="zookeeper",
)  # fmt: skip
_STEPS = "function.transaction/comes-off"


TRANSACTION = Seeding(
    "function.business_transaction",
    (_STEPS,),
    (
        UNTOUCHED,
        *(fault(f"takes {s} s", {"time": level}, ('"took_seconds": 0.1}', f'"took_seconds": {s}}}')) for s, level in ((10.0, "warn"), (29.9, "warn"), (30.0, "critical"))),
        healthy("takes 9.9 s", ('"took_seconds": 0.1}', '"took_seconds": 9.9}')),
        fault("a step fails", {"*": "critical"}, instead=("function.transaction/one-step-fails",)),
    ),
    platform="transaction",
)  # fmt: skip


def _answer(old: str, new: str) -> tuple[str, str]:
    return f'"answer":"{old}"', f'"answer":"{new}"'


FORM = Seeding(
    "manual.checklist",
    ("manual.filled_forms/healthy-with-photo",),
    (
        UNTOUCHED,
        *(fault(f"{item}: {new}", {f"ups.{item}": level}, _answer(old, new))
          for item, old, new, level in (
              ("mode", "市电逆变", "旁路", "critical"),
              ("mode", "市电逆变", "电池供电", "critical"),
              ("load", "45", "71", "warn"),
              ("load", "45", "91", "critical"),
              ("runtime", "35", "28", "warn"),
              ("runtime", "35", "9", "critical"),
              ("battery_charge", "100%", "89%", "warn"),
              ("battery_charge", "100%", "40%", "critical"),
              ("battery_age", "2025年3月1日", "2023年3月1日", "warn"),
              ("battery_age", "2025年3月1日", "2021年3月1日", "critical"),
              ("battery_look", "正常", "鼓包或漏液", "critical"),
              ("battery_temperature", "23.5 ℃", "31 ℃", "warn"),
              ("battery_temperature", "23.5 ℃", "41 ℃", "critical"),
              ("input_voltage", "221", "240", "warn"),
              ("input_voltage", "221", "170", "critical"),
              ("alarms", "无", "电池组电压低", "warn"),
              ("discharge_test", "2026.05.01", "2025.05.01", "warn"),
              ("discharge_test", "2026.05.01", "2022.05.01", "critical"),
          )),
        healthy("load 69", _answer("45", "69")),
        healthy("half as a ratio", _answer("45", "0.45")),
    ),
    platform="manual",
)  # fmt: skip
SEEDINGS = (
    PAGE, _WORDS, TLS, *_DAYS, _BETWEEN, PORT, _BANNER, PROCESSES, NGINX, JAVA, REDIS, RABBITMQ, KAFKA, KEEPER, TRANSACTION, FORM,
)  # fmt: skip
