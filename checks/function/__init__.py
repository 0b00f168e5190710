"""Checks of functions and middleware, in the order of the report."""

from typing import Any, Final

from checks.base import Check
from checks.function.business_transaction import BUSINESS_TRANSACTION
from checks.function.http_endpoint import HTTP_ENDPOINT
from checks.function.java_application import JAVA_APPLICATION
from checks.function.kafka import KAFKA_CHECK
from checks.function.nginx import NGINX_CHECK
from checks.function.rabbitmq import RABBITMQ_CHECK
from checks.function.redis import REDIS_CHECK
from checks.function.redis_keepers import REDIS_KEEPERS_CHECK
from checks.function.required_processes import REQUIRED_PROCESSES_CHECK
from checks.function.tcp_port import TCP_PORT
from checks.function.tls_certificate import TLS_CERTIFICATE
from checks.function.tomcat import TOMCAT_CHECK
from checks.function.weblogic import WEBLOGIC_CHECK

CHECKS: Final[tuple[Check[Any, Any], ...]] = (
    HTTP_ENDPOINT,
    TLS_CERTIFICATE,
    TCP_PORT,
    REQUIRED_PROCESSES_CHECK,
    NGINX_CHECK,
    JAVA_APPLICATION,
    TOMCAT_CHECK,
    WEBLOGIC_CHECK,
    REDIS_CHECK,
    REDIS_KEEPERS_CHECK,
    RABBITMQ_CHECK,
    KAFKA_CHECK,
    BUSINESS_TRANSACTION,
)
