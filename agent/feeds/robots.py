r"""Bodies and signatures of group robots (企业微信, 钉钉, 飞书), and what their answers mean: HTTP 200 is no delivery yet.

Sources: 企业微信 developer.work.weixin.qq.com/document/path/91770 (a text has up to 2048 bytes; errcode 0 is taken); 钉钉
open.dingtalk.com/document/robots (sign: Base64 of HMAC-SHA256 with the secret over "{ms}\n{secret}", in the query beside
timestamp; errcode 0); 飞书 open.feishu.cn, 自定义机器人 (sign: Base64 of HMAC-SHA256 with "{s}\n{secret}" as the key over
nothing, in the body beside timestamp in seconds; code 0).
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from hmac import new as hmac
from typing import Final
from urllib.parse import quote_plus

from agent.feeds.exchange import Answer
from reports.record.outbox import Again, Outcome, Refused, Sent

MOST_BYTES: Final[Mapping[str, int]] = {"wecom": 2048, "dingtalk": 18_000, "feishu": 18_000}
"""Of the text. 20 000 bytes is the body's bound at 钉钉 and 飞书; below it stays room for the rest."""
_BUSY: Final[Mapping[str, frozenset[int]]] = {
    "wecom": frozenset({-1, 45009, 45033}),
    "dingtalk": frozenset({-1, 130101, 410100}),
    "feishu": frozenset({9499, 11232}),
}
"""Codes that mean too often, or busy: they are for now. Any other but 0 is for good."""
_MORE: Final = "…"


def shortened(text: str, most_bytes: int) -> str:
    """A text of at most so many bytes in UTF-8, cut at a whole character, with a sign that it was cut."""
    raw = text.encode()
    if len(raw) <= most_bytes:
        return text
    return raw[: most_bytes - len(_MORE.encode())].decode("utf-8", "ignore") + _MORE


def body(template: str, text: str, secret: str, at_seconds: float) -> bytes:
    """The request's body."""
    said = shortened(text, MOST_BYTES[template])
    made: dict[str, object]
    if template == "feishu":
        made = {"msg_type": "text", "content": {"text": said}}
        if secret:
            stamp = str(int(at_seconds))
            made |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}".encode(), b"")}
    else:
        made = {"msgtype": "text", "text": {"content": said}}
    return json.dumps(made, ensure_ascii=False).encode()


def query(template: str, secret: str, at_seconds: float) -> str:
    """What is appended to the robot's address."""
    if template != "dingtalk" or not secret:
        return ""
    stamp = str(int(at_seconds * 1000))
    sign = _signed(secret.encode(), f"{stamp}\n{secret}".encode())
    return f"&timestamp={stamp}&sign={quote_plus(sign)}"


def judged(template: str, answer: Answer) -> Outcome:
    """What a robot's answer of HTTP 200 means: only its own code 0 is a delivery."""
    try:
        said = json.loads(answer.body)
        code = said.get("code", said.get("StatusCode")) if template == "feishu" else said.get("errcode")
    except (ValueError, AttributeError):
        code = None
    if type(code) is not int:
        return Refused(f"no answer of a robot: {answer.said}")
    if code == 0:
        return Sent(answer.said)
    return Again(answer.said) if code in _BUSY[template] else Refused(answer.said)


def _signed(key: bytes, words: bytes) -> str:
    return b64encode(hmac(key, words, sha256).digest()).decode()
