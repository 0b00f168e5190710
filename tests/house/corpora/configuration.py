"""Accounts, logins, the SSH server and certificates: recorded files as our asks would reduce them on the target."""

import re

from collectors.base import Answer
from collectors.linux import accounts, auth_failures, certificates, ssh_server
from collectors.linux.ssh_server import WANTED
from tests.house.corpora import Reading, indented

_AT = "@now 1795305600\n"
_HEADS = "@now 1795305600 +0000\n@up 8640000.00 100.00\n@days 92\n"
_FAILURE = re.compile(r"sshd\[\d+\]: Failed password for (?:invalid user )?\S+ from (\S+)")


def closed(body: str) -> Answer:
    """An answer that counts its own lines, as ``counting`` writes it on the target."""
    count = body.count("\n")
    return Answer(f"{body}@lines {count}\n@end\n")


def _class(word: str) -> tuple[str, str]:
    """The class of a password and the kind of its hash, as the ask's awk tells them."""
    if not word:
        return "empty", "-"
    if word[0] in "!*":
        return "locked", "-"
    kinds = word.split("$")
    return "set", kinds[1] if len(kinds) > 1 else "des" if len(word) == 13 else "other"


def _accounts(rows: str, count: int, shadow: str) -> Answer:
    return closed(f"{_AT}@accounts\n{rows}@count {count}\n{shadow}@most-days 99999\n@sources files\n@free\n@rules 1 0\n")


def _passwd(text: str) -> Answer:
    lines = [line.split(":") for line in text.splitlines() if line.count(":") >= 6]
    rows = "".join(f" {one[0]} x {one[2]} {one[6] or '/bin/sh'}\n" for one in lines)
    return _accounts(rows, len(lines), "@shadow\n@refused /etc/shadow\n@shadowed 0\n")


def _shadow(text: str) -> Answer:
    lines = [line.split(":") for line in text.splitlines() if line.count(":") >= 8]
    reduced = [(one[0], *_class(one[1]), *(word or "-" for word in (one[2], one[4], one[7]))) for one in lines]
    rows = "".join(f" {one[0]} x {0 if one[0] == 'root' else 1000 + n} /bin/bash\n" for n, one in enumerate(lines))
    body = indented("\n".join(" ".join(one) for one in reduced))
    return _accounts(rows, len(lines), f"@shadow\n{body}@shadowed {len(lines)}\n")


def _sshd(text: str) -> Answer:
    names = {*WANTED.split(), "match", "include"}
    lines = [line.strip() for line in text.splitlines() if line.split() and line.split()[0].lower() in names]
    body = indented("\n".join(lines)) if lines else ""
    return Answer(f"@effective 255\n@settings 0\n@file /etc/ssh/sshd_config\n{body}@lines {len(lines)}\n@end\n")


def _certificates(text: str) -> Answer:
    """Ends and names as that tool wrote them, ``notAfter=`` then ``FileName=``; what is neither is openssl's refusal."""
    body, end, count = "", "", 0
    for line in text.splitlines():
        if line.startswith("notAfter="):
            end = line
        elif line.startswith("FileName=") and "/ca-trust/" in line:  # a bundle of authorities, which no ask looks at
            end = ""
        elif line.startswith("FileName=") and end:
            path = line.partition("=")[2].strip()
            body += f"@file 0 |{path}\n notBefore=Jan  1 00:00:00 2010 GMT\n {end}\n"
            end, count = "", count + 1
    return closed(f"{_AT}{body}@files {count}\n")


def _counted(failures: dict[str, int], lines: int, first: str, record: str) -> Answer:
    rows = "".join(f"@source {source} {n} {n} 0 0 0 -\n" for source, n in failures.items())
    total = sum(failures.values())
    return closed(f"{_HEADS}@record {record}\n@first {first}\n{rows}@total {total} {total} {lines} {len(failures)} 0\n")


def _secure(text: str) -> Answer:
    lines = text.strip().splitlines()
    failures: dict[str, int] = {}
    for match in map(_FAILURE.search, lines):
        if match:
            failures[match[1]] = failures.get(match[1], 0) + 1
    return _counted(failures, len(lines), lines[0][:15], "files")


def _lastb(text: str) -> Answer:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("btmp begins")]
    failures: dict[str, int] = {}
    for line in lines:
        words = line.split()
        source = "local" if words[2] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} else words[2]
        failures[source] = failures.get(source, 0) + 1
    begins = re.search(r"btmp begins \w+ (\w+ +\d+ [\d:]+)", text)
    return _counted(failures, len(lines), begins[1] if begins else "-", "btmp")


READ: tuple[Reading, ...] = (
    ("linux/*-passwd.out", _passwd, accounts.parse, "server.accounts"),
    ("linux/*-shadow.out", _shadow, accounts.parse, "server.accounts"),
    ("linux/insights-ssh-*.txt", _sshd, ssh_server.parse, "server.ssh_server"),
    ("linux/insights-certificates_enddate-*.txt", _certificates, certificates.parse, "server.local_certificates"),
    ("logs/insights-secure-*.txt", _secure, auth_failures.parse, "server.login_failures"),
    ("linux/*-lastb.out", _lastb, auth_failures.parse, "server.login_failures"),
)
