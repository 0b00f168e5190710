"""Patterns of SSH's algorithms that are weak, and of those on their way out, as sshd -T names them."""

from typing import Final

WEAK_CIPHERS: Final = ("*-cbc", "*-cbc@*", "arcfour*", "none")
"""CIS: no CBC and no RC4 ciphers; RFC 8758."""
WEAK_MACS: Final = ("hmac-md5*", "*-96", "*-96-etm@*", "hmac-ripemd160*", "none")
"""CIS: weak MAC algorithms."""
WEAK_KEX: Final = (
    "diffie-hellman-group1-sha1",
    "diffie-hellman-group-exchange-sha1",
    "gss-group1-sha1-*",
    "gss-gex-sha1-*",
    "rsa1024-*",
)
"""RFC 9142: should not be used."""
AGEING: Final = ("hmac-sha1", "hmac-sha1-etm@*", "umac-64*", "diffie-hellman-group14-sha1", "gss-group14-sha1-*")
"""RFC 9142; 64-bit and SHA-1 codes."""
