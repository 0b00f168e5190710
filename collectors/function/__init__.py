"""Collectors for functions that are asked from where we stand: pages, TLS, ports, line protocols, transactions."""

from typing import Final

from collectors.base import Wired
from collectors.function.brokers import RABBITMQ_MANAGEMENT
from collectors.function.connections import CONNECTION_TCP
from collectors.function.handshakes import HANDSHAKE_HTTP, HANDSHAKE_TLS
from collectors.function.keepers import ZOOKEEPER_MNTR
from collectors.function.pages import PAGE_HTTP
from collectors.function.stores import REDIS_INFO, REDIS_KEEPERS_INFO
from collectors.function.tomcats import TOMCAT_STATUS
from collectors.function.transactions import TRANSACTION_STEPS
from collectors.function.weblogics import WEBLOGIC_REST

COLLECTORS: Final[tuple[Wired, ...]] = (
    PAGE_HTTP,
    HANDSHAKE_HTTP,
    HANDSHAKE_TLS,
    CONNECTION_TCP,
    REDIS_INFO,
    REDIS_KEEPERS_INFO,
    RABBITMQ_MANAGEMENT,
    ZOOKEEPER_MNTR,
    TOMCAT_STATUS,
    WEBLOGIC_REST,
    TRANSACTION_STEPS,
)
