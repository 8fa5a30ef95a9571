"""Messages to group chats: bodies and signatures as the makers document them, nothing read as markup."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from activity.domain.messages import FORMATS, Message, body_of, refusal, signed

SAMPLES = Path(__file__).parent.parent / "samples"
NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
SAID = Message(
    title="Landfall · To sign · Johor Bahru",
    text="Sign 2026 H2: it is submitted",
    link="https://landfall.example/plants/johor-bahru/current/runs/1/",
    label="Open in Landfall",
    language="en",
)
HOSTILE = Message(
    title="[x](https://evil.example) <@all>",
    text='<!channel> <at user_id="all"></at> @everyone **b** `c`\n# head & \\',
    link="https://landfall.example/inbox/",
    label="Open in Landfall",
    language="zh-hans",
)


def sample(name):
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_body_is_as_documented(kind):
    assert body_of(kind, SAID) == sample(kind)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_hostile_words_stay_words(kind):
    assert body_of(kind, HOSTILE) == sample(f"{kind}-hostile")


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_long_words_are_cut(kind):
    long = Message("标" * 3000, "文" * 3000, SAID.link, SAID.label, "zh-hans")
    found = json.dumps(body_of(kind, long), ensure_ascii=False)
    assert len(found.encode()) < 6000
    if kind == "wecom":
        assert "标" * 400 not in found


def test_wecom_stays_below_its_bound_for_what_notices_say():
    long = Message("标" * 120, "文" * 3000, f"https://landfall.example/{'p' * 280}", "", "zh-hans")
    assert len(body_of("wecom", long)["text"]["content"].encode()) < 2048


def test_dingtalk_signs_the_address():
    url, body = signed(
        "dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=t", {}, "SECx", NOW
    )
    asked = parse_qs(urlsplit(url).query)
    moment = str(int(NOW.timestamp() * 1000))
    made = hmac.new(b"SECx", f"{moment}\nSECx".encode(), hashlib.sha256).digest()
    assert asked == {
        "access_token": ["t"],
        "timestamp": [moment],
        "sign": [base64.b64encode(made).decode()],
    }
    assert body == {}
    assert "?timestamp=" in signed("dingtalk", "https://a.example/b", {}, "s", NOW)[0]


def test_feishu_signs_the_message():
    url, body = signed("feishu", "https://open.feishu.cn/x", {"msg_type": "post"}, "s", NOW)
    moment = str(int(NOW.timestamp()))
    made = hmac.new(f"{moment}\ns".encode(), b"", hashlib.sha256).digest()
    sign = base64.b64encode(made).decode()
    assert body == {"timestamp": moment, "sign": sign, "msg_type": "post"}
    assert url == "https://open.feishu.cn/x"


@pytest.mark.parametrize(("kind", "secret"), [("slack", "s"), ("dingtalk", ""), ("feishu", "")])
def test_who_asks_for_no_signature_gets_none(kind, secret):
    assert signed(kind, "https://a.example", {"a": 1}, secret, NOW) == (
        "https://a.example",
        {"a": 1},
    )


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b'{"errcode":0,"errmsg":"ok"}', ""),
        (b'{"errcode":310000,"errmsg":"sign not match"}', "310000"),
        (b'{"code":19021,"msg":"sign match fail"}', "19021"),
        (b'{"code":0,"StatusCode":0}', ""),
        (b'{"code":"' + b"9" * 99 + b'"}', "9" * 20),
        (b"ok", ""),
        (b"", ""),
        (b"[1]", ""),
        (b"\xff\xfe", ""),
        (b"1", ""),
    ],
)
def test_a_refusal_behind_a_success(answer, code):
    assert refusal(answer) == code
