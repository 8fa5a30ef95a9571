"""Messages in the formats of group chats, as their makers document them.

WeCom: developer.work.weixin.qq.com, group robot. DingTalk: open.dingtalk.com, custom robot. Feishu:
open.feishu.cn, custom bot. Teams: an Adaptive Card for the Workflows webhook, adaptivecards.io. Slack:
docs.slack.dev, incoming webhooks. Nothing in the words is trusted: no format may read them as markup.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

WORDS = 400  # letters; the narrowest format takes 2,048 bytes
WIDE = str.maketrans("[]<>*_#`@!~|\\", "［］＜＞＊＿＃｀＠！～｜＼")
SLACK = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Message:
    """What a group chat is told.

    Attributes:
        title: one line, says of what kind it is and where.
        text: the words of the notice.
        link: the page of the product.
        label: what the link is called.
        language: in which it is written, as "zh-hans".
    """

    title: str
    text: str
    link: str
    label: str
    language: str


def body_of(kind: str, message: Message) -> dict[str, Any]:
    """Return the JSON of a message in the format of a kind of group chat.

    Args:
        kind: wecom, dingtalk, feishu, teams or slack.
        message: what it says; longer words are cut.
    """
    return FORMATS[kind](message)


def signed(
    kind: str, url: str, body: dict[str, Any], secret: str, now: dt.datetime
) -> tuple[str, dict[str, Any]]:
    """Return address and JSON of a message with the signature that its receiver asks for.

    Args:
        kind: dingtalk signs the address, feishu the JSON; the others have no signature.
        url: of the webhook.
        body: the message.
        secret: of the robot; empty where it asks for none.
        now: the moment; a signature holds for an hour.
    """
    if not secret:
        return url, body
    if kind == "dingtalk":
        moment = str(int(now.timestamp() * 1000))
        mark = _hmac(key=secret, text=f"{moment}\n{secret}")
        sign = urlencode({"timestamp": moment, "sign": mark})
        return f"{url}{'&' if '?' in url else '?'}{sign}", body
    if kind == "feishu":
        moment = str(int(now.timestamp()))
        mark = _hmac(key=f"{moment}\n{secret}", text="")
        return url, {"timestamp": moment, "sign": mark, **body}
    return url, body


def refusal(answer: bytes) -> str:
    """Return by which number a receiver refuses a message that it answers with success.

    Args:
        answer: what it sent; WeCom and DingTalk name `errcode`, Feishu `code`, others nothing.

    Returns:
        Empty where it was taken.
    """
    try:
        said = json.loads(answer)
    except ValueError:
        return ""
    if not isinstance(said, dict):
        return ""
    codes = (said.get(name) for name in ("errcode", "code", "StatusCode"))
    return next((str(one)[:20] for one in codes if one not in (None, 0, "0")), "")


def _hmac(*, key: str, text: str) -> str:
    made = hmac.new(key.encode(), text.encode(), hashlib.sha256)
    return base64.b64encode(made.digest()).decode()


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"


def _wide(text: str) -> str:
    """Return words in which no format of text finds a sign of its own."""
    return _cut(text).translate(WIDE)


def _wecom(message: Message) -> dict[str, Any]:
    lines = [_wide(message.title), _wide(message.text), message.link]
    return {"msgtype": "text", "text": {"content": "\n".join(lines)}}


def _dingtalk(message: Message) -> dict[str, Any]:
    title = _wide(message.title)
    link = f"[{_wide(message.label)}]({message.link})"
    text = "\n\n".join([f"#### {title}", _wide(message.text), link])
    return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}


def _feishu(message: Message) -> dict[str, Any]:
    lines = [
        [{"tag": "text", "text": _cut(message.text)}],
        [{"tag": "a", "text": message.label, "href": message.link}],
    ]
    language = "zh_cn" if message.language.startswith("zh") else "en_us"
    post = {language: {"title": _cut(message.title), "content": lines}}
    return {"msg_type": "post", "content": {"post": post}}


def _teams(message: Message) -> dict[str, Any]:
    def line(text: str, **more: Any) -> dict[str, Any]:
        # Text runs hold no markup, as blocks of text do.
        run = {"type": "TextRun", "text": _cut(text), **more}
        return {"type": "RichTextBlock", "inlines": [run]}

    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [line(message.title, weight="Bolder"), line(message.text)],
        "actions": [{"type": "Action.OpenUrl", "title": message.label, "url": message.link}],
    }
    content = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": content, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _slack(message: Message) -> dict[str, Any]:
    def safe(text: str) -> str:
        return "".join(SLACK.get(letter, letter) for letter in _cut(text))

    title, text = _cut(message.title), _cut(message.text)
    link = f"<{message.link}|{safe(message.label).replace('|', '/')}>"
    return {
        "text": f"{safe(message.title)}: {safe(message.text)}",
        "blocks": [
            {"type": "section", "text": {"type": "plain_text", "text": title}},
            {"type": "section", "text": {"type": "plain_text", "text": text}},
            {"type": "section", "text": {"type": "mrkdwn", "text": link}},
        ],
    }


FORMATS: dict[str, Callable[[Message], dict[str, Any]]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
    "teams": _teams,
    "slack": _slack,
}
