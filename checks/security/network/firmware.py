"""Whether the device runs a version that the customer approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.devices.device import MADE, Made
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.network.firmware"
_NO_LIST: Final = _("no approved versions are entered for this model")
_ENTER: Final = _("enter the customer’s approved versions as limits of this check, “model pattern = version pattern” each")


@dataclass(frozen=True, slots=True)
class Limits:
    """Which versions are approved."""

    approved: tuple[str, ...] = limit((), unit="model pattern = version pattern", source="the customer’s list")


def judge(made: Made, limits: Layered[Limits], scene: Scene) -> Iterator[Finding]:
    """One finding."""
    if not made.version or not made.model:
        yield unknown("", Unseen("", Reason.NO_RECORD, _("the device does not tell its model or its version")))
        return
    pairs = [one.partition("=") for one in limits.at("").approved]
    approved = [version.strip() for model, _sign, version in pairs if fnmatchcase(made.model, model.strip())]
    if not approved:
        yield unknown("", Unseen("", Reason.NO_RECORD, _NO_LIST, _ENTER))
        return
    expected, quote = _("one of {versions}", versions=", ".join(approved)), f"{made.model} {made.version}"
    summary = _("{model} runs {version}", model=made.model, version=made.version)
    if any(fnmatchcase(made.version, one) for one in approved):
        yield Finding("", Level.OK, summary, expected=expected, quote=quote)
        return
    summary = _("{model} runs {version}, which is not approved", model=made.model, version=made.version)
    yield failed(ID, scene, "", summary, expected=expected, quote=quote)


FIRMWARE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Approved software version of the device"),
    needs=MADE,
    limits=Limits(),
    judge=judge,
    reads=_("model and version as the device tells them, beside the customer’s approved versions"),
    remedy=_("Plan the upgrade to an approved version in a maintenance window, with the maker’s release notes."),
    card=Card(
        steps=(
            _("Read the maker’s security notices for model and version; choose the version with the customer."),
            _("Copy configuration and old image away; load the new image and compare its checksum."),
            _("Upgrade in the window, one device of a pair after the other; inspect before and after (snapshot, verify)."),
        ),
        commands=(
            "# Cisco IOS: verify /md5 flash:<image>; boot system flash:<image>; reload",
            "# Huawei: startup system-software <image>; display startup; reboot",
            "# H3C: boot-loader file <image> all main; display boot-loader; reboot",
        ),
        risk=_("The device restarts; settings may mean something else in the new version."),
        rollback=_("Start the old image again, with the old configuration."),
        verify="show version; display version",
        window=Window.REBOOT,
    ),
    traps=(
        _("without a list of the customer nothing is judged: versions of makers cannot be compared by their numbers"),
        _("of a stack the version is its master’s"),
    ),
)
