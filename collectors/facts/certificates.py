"""Facts about certificates kept in files: which configuration names them, whom they are for, how long they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collectors.base import FactKind, Listing, Unseen


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """The first certificate of one file. Identity: ``path``.

    ``named_by`` is the folder of the configuration that names it; empty where the operator does.
    """

    path: str
    subject: str
    issuer: str
    not_before_at: datetime
    not_after_at: datetime
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Every certificate that was found named; ``looked_in`` are the folders of configurations that are there.

    ``missing`` are files that are named and are not there.
    """

    asked_at: datetime
    certificates: Listing[CertificateFile]
    looked_in: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What of the certificates was not seen."""
        return self.certificates.unseen


CERTIFICATE_FILES: Final = FactKind[CertificateFiles]("certificate_files")
