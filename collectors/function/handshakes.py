"""TLS handshakes: what the certificates say, as the server shows them.

Sample::

    {"chain": ["-----BEGIN CERTIFICATE-----..."], "cipher": "TLS_AES_256_GCM_SHA384", "errors": [[0, "..."]],
     "host": "app.example", "offers_old": false, "port": 443, "protocol": "TLSv1.3", "tries": []}
"""

from typing import TYPE_CHECKING, Final

from collectors.base import Absent, Answer, Collector, ParseError, Tls
from collectors.facts.functions import HANDSHAKE, Certificate, Handshake
from collectors.function.met import count, listed, met, must_have_come, word

if TYPE_CHECKING:
    from cryptography import x509


def parse(answer: Answer) -> Handshake:
    """Read the chain. Raises Absent for an address that has no TLS, SessionError where no handshake came off."""
    of = met(answer)
    if word(of, "plain"):
        raise Absent(f"{word(of, 'plain')}://")
    must_have_come(of)
    chain = tuple(_certificate(str(one)) for one in listed(of.get("chain")))
    if not chain:
        raise ParseError("no certificate", answer.text[:80])
    errors = [listed(one) for one in listed(of.get("errors"))]
    offers = of.get("offers_old")
    return Handshake(
        host=word(of, "host"),
        port=count(of, "port"),
        protocol=word(of, "protocol"),
        cipher=word(of, "cipher"),
        chain=chain,
        errors=tuple((int(str(depth)), str(code)) for depth, code in errors),
        offers_old=offers if isinstance(offers, bool) else None,
    )


def _certificate(pem: str) -> Certificate:
    from cryptography import x509  # noqa: PLC0415 - a heavy import

    try:
        one = x509.load_pem_x509_certificate(pem.encode())
        algorithm = one.signature_hash_algorithm
        kind, bits = _key(one)
        return Certificate(
            subject=one.subject.rfc4514_string(),
            issuer=one.issuer.rfc4514_string(),
            names=_names(one),
            not_before_at=one.not_valid_before_utc,
            not_after_at=one.not_valid_after_utc,
            signature_hash=algorithm.name if algorithm else "",
            key_kind=kind,
            key_bits=bits,
        )
    except ValueError as error:
        raise ParseError(f"no certificate: {error}", pem[:60]) from error


def _key(one: "x509.Certificate") -> tuple[str, int]:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - a heavy import

    try:
        key = one.public_key()
    except (UnsupportedAlgorithm, ValueError):  # an SM2 key, which OpenSSL's common builds do not read
        return "", 0
    kind = type(key).__name__.removeprefix("_").removesuffix("PublicKey").lower()
    return kind, int(getattr(key, "key_size", 0))


def _names(one: "x509.Certificate") -> tuple[str, ...]:
    from cryptography import x509  # noqa: PLC0415 - a heavy import

    try:
        found = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return tuple(str(name.value) for name in one.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME))
    return (
        *found.get_values_for_type(x509.DNSName),
        *(str(address) for address in found.get_values_for_type(x509.IPAddress)),
    )


HANDSHAKE_HTTP: Final = Collector(
    id="function.handshake_http", provides=HANDSHAKE, on="http", ask=Tls(seconds=20, kib=128), parse=parse
)
HANDSHAKE_TLS: Final = Collector(
    id="function.handshake_tls", provides=HANDSHAKE, on="tls", ask=Tls(seconds=20, kib=128), parse=parse
)
