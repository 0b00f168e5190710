"""Services: one that ran before and does not run after is what users notice first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.facts.services import SERVICES, Services
from collectors.policies import Policy
from config.text import _

PASSING: Final = re.compile(
    r"(?:session-|run-|user@|user-runtime-dir@|systemd-fsck@|init-|dbus-:|packagekit|systemd-(?:coredump|hostnamed|timedated|"
    r"localed|tmpfiles|update)|fwupd|apt-daily|dnf-makecache|man-db|logrotate|fstrim|motd|sysstat-|xunjian).*"
)
"""Units that a login, a timer or a question starts for a moment, and our own: they come and go (systemd's own names)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One service. ``runs`` and ``at_boot`` may not be lost; None where nobody could say."""

    name: Annotated[str, Policy.IDENTITY]
    runs: Annotated[bool | None, Policy.AT_LEAST]
    at_boot: Annotated[bool | None, Policy.AT_LEAST]


def standings(services: Services) -> Iterator[Standing]:
    """Services that run or start by themselves; others are installed and matter to nobody."""
    for one in services.services:
        if not PASSING.match(one.name):
            yield Standing(one.name, one.is_running, one.starts_at_boot)


SERVICES_ASPECT: Final = Aspect(
    id="server.changed_services",
    title=_("Changes of services"),
    area=Area.SERVICES,
    needs=SERVICES,
    record=Standing,
    things=standings,
    one=_("service {name}"),
    fields={"runs": _("runs"), "at_boot": _("starts with the system")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("services: whether they run, whether they start with the system, now and then"),
    remedy=_(
        "Start it, look into its log, and see that it starts with the system; write down what was stopped on purpose."
    ),
    traps=(_("units that a login or a timer starts for a moment are not compared"),),
    refs=("systemctl(1)",),
    partly=lambda services: services.unanswered is not None,
)
