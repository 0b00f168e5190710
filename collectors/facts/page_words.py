"""Words on a page by which it is seen to be something else than what was asked for."""

import re
from typing import Final

WALL: Final = re.compile(
    r"captcha|验证码|滑块|verifyCode|安全验证|人机验证|访问过于频繁|\bWAF\b|防火墙拦截|请求被拦截", re.IGNORECASE
)
"""A captcha or a firewall. ``captcha`` is in the names of all that are widely used (kaptcha, reCAPTCHA, hCaptcha)."""
_LOGIN_FORM: Final = re.compile(r"<input\b[^<>]{0,500}?\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
"""HTML's own field for a password (HTML Living Standard, 4.10.5.1.6)."""
_UNREAD: Final = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
"""What a browser does not show: scripts hold the words of errors that did not come."""
_ERROR: Final = re.compile(
    r"\b[\w.$]{0,120}?Exception\b"
    r"|\bTraceback\b"
    r"|系统错误|内部错误"
    r"|(?i:\bInternal Server Error\b)"
)
"""Java's and .NET's names of what was thrown (Java Language Specification, chapter 11), Python's heading of a trace (its
traceback module), the reason of HTTP 500 (RFC 9110, 15.6.1), and how Chinese applications say the same."""


def wall_of(body: str) -> str:
    """The words by which a page is a captcha's or a firewall's; "" where there are none."""
    found = WALL.search(body)
    return found[0] if found else ""


def has_login_form(body: str) -> bool:
    """Whether the page asks for a password."""
    return _LOGIN_FORM.search(body) is not None


def error_of(body: str) -> str:
    """The words of an error that a person sees on the page; "" where there are none."""
    found = _ERROR.search(_UNREAD.sub(" ", body))
    return found[0] if found else ""
