"""Which words of a device's answer a secret follows, which stand between the two, and which only speak of secrets.

Sources: the makers' command references (VRP, Comware, RGOS, IOS, NX-OS, ASA, Junos, FortiOS, EOS, ZXROS, StoneOS, tmsh).
"""

from typing import Final

FACTORY: Final = frozenset({"public", "private"})
"""Communities that every device is delivered with: no secret, and a finding."""

KINDS: Final = frozenset(
    """
    cipher irreversible-cipher simple plain plain-text hash hashed encrypted enc clear cleartext clear-text unencrypted
    md5 sha sha1 sha224 sha256 sha384 sha512 hmac hmac-md5 hmac-sha1 hmac-sha256 hmac-sha-1 hmac-sha-256 cmac-aes-128
    des des56 3des scrypt pbkdf2 nt-encrypted type-6 type-7 ascii ascii-text ascii-string ascii-cfm hex hexadecimal
    hex-string text string value local remote pass-phrase passphrase key-string pre-shared-key key
    authentication accounting authorization all
    """.split()  # noqa: SIM905 - a page of words reads better than a list of strings
)
"""Words between a key word and its secret that say how it is kept, or what it opens."""

NAMING: Final = frozenset({"level", "role", "address"})
"""Words between them that bring a value of their own along."""

SECRETS: Final = "|".join(
    """
    password passwd passwords secret psk psksecret wpa-psk wpa2-psk psk-key pre-?shared-?key pre-share
    preshare preshared-key pass-phrase passphrase key-string keystring shared-key shared-secret sharedsecret
    sae-password encrypted-password authentication-key auth-key authkey privacy-key message-digest-key
    authentication-password privacy-password simple-password ppp-password pppoe-password ldap-login-password
    bind-password auth-password priv-password auth-pwd priv-pwd auth-password-encrypted
    privacy-password-encrypted area-password domain-password group-password sslvpn-password login-password
    new-password old-password irreversible-cipher cipher private-key privatekey wep-key wepkey radius-secret
    tacacs-secret secondary-secret tertiary-secret tacacs-key radius-key radius-server-key
    authentication-string auth-string auth_key enc-key encryption-key api-key apikey token ldap-pwd md5-password
    server-key pac\\s+key control-plane\\s+key key-octet-string string-key session-key
    hex-key\\s+(?:authentication|encryption) hex-key authentication-hex encryption-hex cak pmk passcode md5-keys? enckey
    ddns-key vrrp-auth seed bind-pass token-secure config-key\\s+password-encrypt plain-text-password-value
    type\\s+(?:md5|sha1|sha256)\\s+value -(?:ingest|cv)auth preshared-key-encrypted wpa-personal\\s+key
    authorization\\s*:\\s*(?:bearer|basic) (?:[\\w-]{1,40}-)?(?:authentication|authorization|secret|access|tertiary)-key
    [\\w-]{0,40}[-_](?:password|passwd|passphrase|pass-phrase|secret|psk|pw) 密码 口令 密钥 共享密钥
    """.split()  # noqa: SIM905 - a page of words reads better than a list of strings
)
"""Words that a secret follows, as a regular expression."""

TRIGGERS: Final = tuple(
    """
    pass pwd secret psk shar key cipher communit auth usm snmp security trap-group enc priv string token cak pmk seed
    -pw _pw vlink-peer sham-link mail-server :// 密 口令 团体
    """.split()  # noqa: SIM905 - a page of words reads better than a list of strings
)
SIGNS: Final = ("$", "%^%#", "%@%@", "%$%$", "%#%#", "@%@%", "%+%#", "%%#")
"""Parts of words and marks, one of which is in each line that holds a secret: the rest of a configuration is passed by."""

PROSE: Final = "|".join(
    """
    is was has have will needs? must should may can for of and or to in on at by with the a not policy
    policies incorrect mismatch(?:ed)? failed failure errors? changed? changing expired? expires? expiration
    expiry aging aged complexity recovery history length minimum min max maximum attempts? retry lifetime
    lockout encryption control strength strength-check check settings? status protection prompt required
    enabled? disabled? authentication login users? account level-change reset modify alert-before-expire
    update-interval composition remote-authentication local-authentication suites? list negotiated name type
    state mode chain store storage version hitless rollover exchange manager
    """.split()  # noqa: SIM905 - a page of words reads better than a list of strings
)
"""Words behind one of SECRETS that speak of secrets and are none, as a regular expression: policies, messages, tables."""

NO_KEYS: Final = (
    "chain|config-key|generate|zeroize|import|export|mypubkey|exchange|encipherment|usage|id|size|length|pair|name|type"
)
"""Words behind ``key`` that make it no secret's."""

NO_COMMUNITIES: Final = frozenset({"list", "filter", "none", "name", "string", "access", "{"})
"""Words behind ``community`` that are none."""
