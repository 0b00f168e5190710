"""Facts about vendors' advisories that were carried in as files, and about the packages that are held to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from collectors.base import FactKind
from collectors.facts.patches import PatchLevel


@dataclass(frozen=True, slots=True)
class Advisory:
    """One advisory as its vendor calls it. ``severity``: critical, important, moderate, low; "" where it has no rating.

    ``day`` is the day on which it came out, as an ISO date; "" where the file does not say.
    """

    id: str
    severity: str
    day: str
    cves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """The version of a package from which the holes of some advisories are mended; ``advisories`` by place in the pack.

    ``module`` is the module and stream that it is of (rpm: "postgresql:15"); "" for a package of no module.
    """

    fixed: str
    module: str
    advisories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """What one vendor's file says of one release. ``packages`` by name: of the source package where ``by_source``.

    ``os_id`` and ``release`` are os-release's ID and VERSION_ID; a service pack stands behind the release ("22.03
    LTS-SP3"). ``form`` is oval, updateinfo or tracker; ``file_name`` and ``digest`` (sha256) are those of the file.
    ``dated_by`` says who dated it: the file, its newest advisory, a person. ``unfixed_count`` are holes that the vendor has
    not mended; ``unjudged_count`` are advisories whose conditions are more than versions: neither are in ``packages``.
    """

    os_id: str
    release: str
    form: str
    package_system: str
    by_source: bool
    file_name: str
    digest: str
    dated_at: datetime
    dated_by: str
    advisories: tuple[Advisory, ...] = ()
    packages: Mapping[str, tuple[Mended, ...]] = field(default_factory=dict, hash=False)
    unfixed_count: int = 0
    unjudged_count: int = 0


@dataclass(frozen=True, slots=True)
class AdvisoryData:
    """Every pack that was carried in, of whichever release."""

    packs: tuple[Pack, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed package of one version. ``version`` whole, with its epoch.

    ``source`` and ``source_version`` are dpkg's, "" for rpm; ``module`` is rpm's label of the module, "" for none.
    """

    name: str
    architecture: str
    version: str
    source: str = ""
    source_version: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class PackageVersions:
    """Every package that is installed whole. ``system`` is rpm or dpkg."""

    system: str
    packages: tuple[Installed, ...]


@dataclass(frozen=True, slots=True)
class Advisories:
    """What is installed on a target, and the packs that were carried in."""

    level: PatchLevel
    installed: PackageVersions
    data: AdvisoryData


ADVISORY_DATA: Final = FactKind[AdvisoryData]("advisory_data")
PACKAGE_VERSIONS: Final = FactKind[PackageVersions]("package_versions")
ADVISORIES: Final = FactKind[Advisories]("advisories")
