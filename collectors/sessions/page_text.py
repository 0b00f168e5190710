"""The text of a page: its encoding as the header, the page itself, or its bytes say. Chinese pages still come in GBK."""

import re
import zlib
from typing import Final

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_LOOK_BYTES: Final = 2048
_CHINESE: Final = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"})
"""All read as GB18030, which holds the others (WHATWG Encoding)."""
_NO_ENCODING: Final = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python that no browser knows (WHATWG Encoding); some take quadratic time."""
_UNFINISHED: Final = frozenset({"unexpected end of data", "incomplete multibyte sequence"})
_GZIP: Final = 16 + zlib.MAX_WBITS


def page_text(body: bytes, content_type: str, encoding: str = "", most_bytes: int = 1 << 20) -> str:
    r"""Decode a body. What fits no encoding becomes ``\xNN``. A compressed one is opened, at most ``most_bytes`` of it."""
    plain = _opened(body, encoding.strip().lower(), most_bytes)
    named = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(plain[:_LOOK_BYTES])
    word = named[1].decode().lower() if named else "utf-8"
    word = "utf-8" if word.replace("_", "-") in _NO_ENCODING else word
    for one in (word, "utf-8", "gb18030"):
        try:
            return plain.decode("gb18030" if one in _CHINESE else one)
        except UnicodeDecodeError as error:
            if error.reason in _UNFINISHED and error.start > 0:  # cut within its last sign
                return plain.decode("gb18030" if one in _CHINESE else one, errors="backslashreplace")
        except (LookupError, UnicodeError):
            continue
    return plain.decode("utf-8", errors="backslashreplace")


def _opened(body: bytes, encoding: str, most_bytes: int) -> bytes:
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        return body
    try:
        return zlib.decompressobj(_GZIP if "gzip" in encoding else zlib.MAX_WBITS).decompress(body, most_bytes)
    except zlib.error:
        return body
