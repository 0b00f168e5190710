"""Secrets of a device's answer, masked before it is kept: passwords, communities, keys, of every maker's configuration.

The mask is the same for all, so that it tells nothing, and a difference between two of them shows nothing either. What
says how a secret is kept (``cipher``, ``secret 5``, ``sha512``) stays, and so do the communities of the factory, which are
no secret and a finding. Where a rule cannot tell where a secret ends, the rest of the line goes with it.
"""

import re
from typing import Final

from collectors.sessions.cli.secret_words import (
    FACTORY,
    KINDS,
    NAMING,
    NO_COMMUNITIES,
    NO_KEYS,
    PROSE,
    SECRETS,
    SIGNS,
    TRIGGERS,
)

MASK: Final = "******"
LINE_MOST: Final = 1000
"""Signs of a line that the rules are tried on: a longer one with any of their words loses all that follows it, so that a
hostile line costs no more than its length."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|\'[^\']*\'?|[^\s;]+|;')
_SECRET: Final = re.compile(
    rf"(?<![\w-])(?P<key>{SECRETS})(?![\w-])(?P<gap>\s*[:=：]\s*|\s+(?:is\s+)?|(?=[\"']))", re.IGNORECASE
)
_PROSE: Final = re.compile(rf"(?:-?\d+\s+)?(?:{PROSE})(?![\w$!@#%^&*-])[.,;:)\]]?(?:\s|$)", re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"\s*(?:enable|username|local-user)\s", re.IGNORECASE)
"""A command that sets a password: what stands behind the word is one, whatever word it is."""
_ANY: Final = re.compile("|".join(re.escape(one) for one in (*TRIGGERS, *SIGNS)), re.IGNORECASE)
_ALGORITHM: Final = re.compile(
    r"(?:aes-?(?:128|192|256)?|3des|des|chacha20|blowfish|arcfour|rc4|sm4|twofish|null)(?:[-_]\w+)*(?:@\S+)?(?=[\s,;]|$)|[:=：]",
    re.IGNORECASE,
)
"""What a cipher is, where the word means the algorithm."""

_KEY: Final = re.compile(
    r"(?:^\s*(?:set\s+)?|(?:radius|tacacs|hwtacacs|tacplus|ldap|ntp|primary|secondary|address|portal|map-server)[\w+-]*\s(?:.*\s)?|"
    r"^\s*server[\w-]*\s(?:.*\s)?|^\s*ip(?:v6)?\s+[\d.:a-f]+\s+|"
    r"(?:isakmp|failover|failover\s+lan|authentication|accounting|authorization|encryption|wep)\s+)"
    rf"(?P<key>key)(?P<gap>\s*[:=]\s*|\s+)(?!(?:{NO_KEYS})(?:\s|$))",
    re.IGNORECASE,
)
_COMMUNITY: Final = re.compile(
    r"(?<![\w-])(?P<key>community(?:[ -]?name|[ -]?string|-map)?|trap-community|rocommunity|rwcommunity|security[ -]?name|"
    r"trap-group|团体名|团体字)(?P<gap>\s*[:=：]\s*|\s+(?:name\s+is\s+|is\s+)?)"
    r"(?P<ways>(?:(?:read-only|read-write|read|write|ro|rw|encrypted|cipher|simple|plain|hash|[0-9])\s+)*)(?P<secret>\"[^\"]*\"?|'[^']*'?|[^\s;{}]+)",
    re.IGNORECASE,
)
_SNMP_HOST: Final = re.compile(
    r"(?P<before>^\s*(?:set\s+)?snmp-server\s+host\s+(?!.*\bcommunity\s).*?(?:(?:version\s+)(?:1|2c|3(?:\s+(?:auth|noauth|priv))?)\s+))"
    r"(?P<secret>\"[^\"]*\"?|\S+)",
    re.IGNORECASE,
)
_SNMP_HOST_BARE: Final = re.compile(
    r"(?P<before>^\s*snmp-server\s+host\s+(?:\S+\s+)?[\d.:a-f]+\s+(?:(?:vrf|use-vrf)\s+\S+\s+)?(?:(?:traps?|informs?)\s+)?)"
    r"(?!version\b|community\b|traps?\b|informs?\b|use-vrf\b|vrf\b|poll\b|udp-port\b|source)(?P<secret>\S+)",
    re.IGNORECASE,
)
_USM: Final = re.compile(
    r"^\s*(?:set\s+)?(?:snmp-agent\s+(?:(?:local|remote)-user|usm-user)|snmp-server\s+user|snmp\s+user|snmpv3\s+user|snmp-server\s+v3)\b",
    re.IGNORECASE,
)
_USM_SAID: Final = re.compile(
    r"(?:auth|priv|auth-protocol|enc-protocol|remote|authentication-mode|privacy-mode|authentication|encrypted|localizedkey|localized|cipher|simple|enc|encryption|"
    r"v3|md5|sha|sha1|sha-?2?-?(?:224|256|384|512)|des|des56|3des|aes|aes-?(?:128|192|256)(?:-cfb)?|128|192|256|access|acl|"
    r"auth-password|priv-password|auth-key|priv-key|0|5|6|7|8|9|group|;|[{}])",
    re.IGNORECASE,
)
_USM_STARTS: Final = re.compile(
    r"\s(?:auth|auth-protocol|authentication-mode|privacy-mode|cipher|simple|priv|localized|encrypted|enc|auth-password)(?=\s)",
    re.IGNORECASE,
)
_MD5_KEY: Final = re.compile(
    r"(?P<before>(?:message-digest-key\s+\d+\s+|(?:vlink-peer|sham-link)\s+(?:[\d.]+\s+){1,2}|authentication(?:-mode|-keyid|-key)?\s+(?:\d+\s+)?(?:authentication-mode\s+)?|nhrp\s+authentication\s+)"
    r"(?:(?:m-|met-)?md5|(?:m-|met-)sha1|hmac-md5|hmac-sha\S*|sha\d*|simple|plain|keychain-md5|cipher)\s+)(?P<rest>\S.*)",
    re.IGNORECASE,
)
_BY_SPI: Final = re.compile(
    r"(?P<before>(?:authentication|encryption)\s+ipsec\s+spi\s+\d+\s+)(?P<rest>\S.*)", re.IGNORECASE
)
"""OSPFv3 of Cisco and Arista: a manual IPsec association, its keys in the line."""
_GROUP_AUTH: Final = re.compile(
    r"(?P<before>^\s*(?:standby|vrrp|glbp)\s+(?:\d+\s+)?authentication\s+(?:text\s+)?|^\s*vrrp\s+vrid\s+\d+\s+authentication-mode\s+\S+\s+|"
    r"^\s+authentication\s+text\s+|^\s*ip\s+nhrp\s+authentication\s+|^\s*(?:ppp|pppoe)\s+.*\bpassword\s+)(?!md5\b|key-chain\b|hmac|text\b)(?P<rest>\S.*)",
    re.IGNORECASE,
)
_CODED: Final = (
    re.compile(
        r"\$(?:1|2[abxy]?|5|6|7|8|9|14|y|h|c|0|1[abcd]|[0-9]{1,2}[a-z]?|M)\$[^\s\";]+"
    ),  # crypt(5), Comware, VRP, Junos, F5
    re.compile(r"(%\^%#|%@%@|%\$%\$|%#%#|@%@%|%\+%#|%%#).{4,256}?\1"),  # VRP
    re.compile(r"(?<=\bENC )\S+"),  # FortiOS
)
_PRIVATE: Final = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
_IN_URL: Final = re.compile(r"(?:(?<=://)|(?<=mail-server ))(?P<user>[^\s/:@]{0,64}):\S+(?=@)")
_SECRET_DATA: Final = re.compile(r"(?P<secret>\"[^\"]*\"|[^\s;]+)(?P<after>;?\s*(?:/\*|##)\s*SECRET-DATA)")
_FORTI_SNMP: Final = re.compile(r"(?P<before>^\s*set name )(?P<secret>\"[^\"]*\"?|\S+)", re.MULTILINE)
_FORTI_BLOCK: Final = re.compile(r"^\s*config system snmp community\b.*?(?=^end\b|\Z)", re.DOTALL | re.MULTILINE)
_COMPLEXITY: Final = re.compile(r"\s*(?:undo\s+)?snmp-agent\s+community\s+complexity-check\b", re.IGNORECASE)
_ROUTES: Final = re.compile(
    r"\d{1,10}:\d{1,10}|no-export|no-advertise|internet|additive|local-as|standard|extended", re.IGNORECASE
)
"""Communities of BGP (RFC 1997)."""
_LASTING: Final = re.compile(
    r"(?:^|\s)(?P<kept>privilege \d+|level \d+|role \S+|acl \S+|address [\d.:a-fA-F]+(?: \S+)?|encrypted|pbkdf2|group \S+|"
    r"service-type \S+|mib-view \S+|v1|v2c|v3)(?=\s|$)"
)
_TRAILING: Final = re.compile(r"(?P<end>(?:[\s;{}]+(?:## .*)?)?)$")


def masked(text: str) -> str:
    """Give a device's answer with each secret masked. Twice masked is as once."""
    text = _PRIVATE.sub(MASK, text)
    text = _FORTI_BLOCK.sub(lambda block: _FORTI_SNMP.sub(_only_secret, block[0]), text)
    return "\n".join(_line(line) if line and not line.isspace() else line for line in text.split("\n"))


def _line(line: str) -> str:
    if not any(sign in line for sign in SIGNS) and not any(word in line.lower() for word in TRIGGERS):
        return line
    if len(line) > LINE_MOST:
        return _long(line)
    if "SECRET-DATA" in line:
        line = _SECRET_DATA.sub(lambda found: f"{MASK}{found['after']}", line)
    for coded in _CODED:
        line = coded.sub(MASK, line)
    line = _IN_URL.sub(lambda found: f"{found['user']}:{MASK}", line)
    if _USM.match(line) and (start := _USM_STARTS.search(line)):
        return line[: start.start()] + _TOKEN.sub(_usm_word, line[start.start() :])
    for rule in (_SNMP_HOST, _SNMP_HOST_BARE):
        line = rule.sub(_only_secret, line)
    line = _COMMUNITY.sub(_community, line)
    for rule in (_BY_SPI, _MD5_KEY, _GROUP_AUTH):
        line = rule.sub(lambda found: found["before"] + _rest(found["rest"]), line)
    return _keyed(_keyed(line, _KEY), _SECRET)


def _long(line: str) -> str:
    """Mask all that follows the first word of a long line that a secret may follow."""
    found = _ANY.search(line)
    if found is None or line.endswith(f"{found[0]} {MASK}"):
        return line
    return f"{line[: found.end()]} {MASK}"


def _only_secret(found: re.Match[str]) -> str:
    return found["before"] + _of(found["secret"])


def _of(secret: str) -> str:
    return secret if secret.strip("\"'").lower() in FACTORY else MASK


def _usm_word(found: re.Match[str]) -> str:
    return found[0] if _USM_SAID.fullmatch(found[0]) else MASK


def _community(found: re.Match[str]) -> str:
    """Mask a community of SNMP; one of BGP is a number of everybody's."""
    is_said_of = not found["ways"] and found["key"].lower() == "community" and found["gap"].isspace()
    if _ROUTES.fullmatch(found["secret"]) or (is_said_of and found["secret"].lower() in NO_COMMUNITIES):
        return found[0]
    if _COMPLEXITY.match(found.string):
        return found[0]
    return f"{found['key']}{found['gap']}{found['ways']}{_of(found['secret'])}"


def _keyed(line: str, rule: re.Pattern[str]) -> str:
    """Mask what follows the first key word of a line that has a secret behind it."""
    for found in rule.finditer(line):
        rest = line[found.end() :]
        is_algorithm = found["key"].lower() == "cipher" and _ALGORITHM.match(found["gap"].strip() or rest)
        is_factory = "community" in line.lower() and rest.split()[:1] and rest.split()[0].lower() in FACTORY
        is_prose = _PROSE.match(rest) and not _ACCOUNT.match(line)
        if rest.strip() and not (is_algorithm or is_factory or is_prose):
            return line[: found.end()] + _rest(rest)
    return line


def _rest(rest: str) -> str:
    """Mask the rest of a line from its secret on, but for what says how it is kept, and for rights named behind it."""
    end = _TRAILING.search(rest)
    after = end["end"] if end else ""
    words = rest[: len(rest) - len(after)]
    tokens = list(_TOKEN.finditer(words))
    first = 0
    while first < len(tokens) - 1 and _says_how(tokens[first][0]):
        first += 1
        if tokens[first - 1][0].lower() in NAMING and first < len(tokens) - 1:
            first += 1
    if first >= len(tokens):
        return rest
    at = tokens[first].start()
    kept = " ".join(found["kept"] for found in _LASTING.finditer(words[tokens[first].end() :]))
    return f"{words[:at]}{MASK}{' ' + kept if kept else ''}{after}"


def _says_how(token: str) -> bool:
    return token.lower() in KINDS | NAMING or (token.isdecimal() and len(token) <= 2)  # noqa: PLR2004 - the types go to 14
