"""One mail: page one of the document as its words, files attached as far as they fit, headers that nobody can break out of.

The same piece of the outbox makes a mail with the same Message-ID and Date, however often it is sent.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from html import escape
from typing import Final

ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
"""A mailbox in plain ASCII (RFC 5321, 4.1.2, without quoted local parts)."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_OVERHEAD: Final = 1.37
"""What base64 in lines of 76 with CRLF makes of a byte (RFC 2045, 6.8): 4/3 times 78/76."""
_ROOM_BYTES: Final = 4096
"""For the headers."""


@dataclass(frozen=True, slots=True)
class File:
    """One file that goes along."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to whom, ready to be sent: ``html`` "" is made of ``text``."""

    key: str
    title: str
    text: str
    to_name: str
    to_address: str
    made_at: datetime
    html: str = ""
    files: Sequence[File] = ()


def fitting(files: Iterable[File], most_bytes: int, text_bytes: int) -> tuple[list[File], list[File]]:
    """The files that fit into one mail, in their order, and those that do not."""
    left = most_bytes - text_bytes * _OVERHEAD - _ROOM_BYTES
    into: list[File] = []
    out: list[File] = []
    for one in files:
        size = len(one.content) * _OVERHEAD + 512
        (into if size <= left else out).append(one)
        left -= size if size <= left else 0
    return into, out


def message_id(key: str, sender: str) -> str:
    """The mail's name for ever: of the piece's key and the sender's domain."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "xunjian.invalid"
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def message(letter: Letter, sender: str) -> bytes:
    """Write the mail, lines ending in CRLF. Raises ValueError for an address that is none."""
    name, address = parseaddr(sender)
    made = EmailMessage(policy=SMTP.clone(cte_type="7bit"))  # for servers without 8BITMIME
    made["From"] = _mailbox(name, address)
    made["To"] = _mailbox(letter.to_name, letter.to_address)
    made["Subject"] = one_line(letter.title)
    made["Date"] = format_datetime(letter.made_at)
    made["Message-ID"] = message_id(letter.key, sender)
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices back
    made.set_content(letter.text, charset="utf-8")
    made.add_alternative(letter.html or as_html(letter.text), subtype="html", charset="utf-8")
    for one in letter.files:
        kind, _slash, subtype = one.media.partition("/")
        made.add_attachment(one.content, maintype=kind, subtype=subtype or "octet-stream", filename=one_line(one.name))
    return made.as_bytes()


def one_line(words: str) -> str:
    """Words without a sign that would end a header."""
    return _CONTROL.sub(" ", words).strip()


def as_html(text: str) -> str:
    """Plain words as html."""
    lines = "<br>\n".join(escape(line) for line in text.splitlines())
    return f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body>{lines}</body></html>\n"


def wanted(files: Mapping[str, str], forms: Sequence[str]) -> list[str]:
    """Names of the files that somebody asked for, in the order of his asking; scans and other forms stay."""
    return [name for form in forms for name in files if name.lower().endswith(f".{form}")]


def _mailbox(name: str, address: str) -> Address:
    if not ADDRESS.fullmatch(address):
        raise ValueError(address)
    return Address(display_name=one_line(name), addr_spec=address)
