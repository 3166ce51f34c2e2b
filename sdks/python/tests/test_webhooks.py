"""Webhooks: only what was signed, and signed now."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import httpx
import pytest

from parley import ParleyError, WebhookVerificationError, webhooks
from parley.models import AgentDeletedEvent

SECRET = f"whsec_{base64.b64encode(b'a secret of twenty-four b').decode()}"
OLD = f"whsec_{base64.b64encode(b'the secret that was before').decode()}"
NOW = 1_764_064_800
BODY = json.dumps({"id": "evt_1", "type": "agent.deleted", "data": {"id": "agent_1"}, "new": "größer"}, ensure_ascii=False).encode()


def signature(secret: str = SECRET, body: bytes = BODY, time: int = NOW) -> str:
    key = base64.b64decode(secret[6:])
    return "v1," + base64.b64encode(hmac.new(key, f"msg_1.{time}.".encode() + body, hashlib.sha256).digest()).decode()


def headers(given: str | None = None, time: int = NOW) -> dict[str, str]:
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(time), "Webhook-Signature": given or signature(time=time)}


def test_the_example_of_the_standard() -> None:
    webhooks.verify(
        '{"test": 2432232314}',
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        now=1614265330,
    )


def test_what_was_signed_is_an_event() -> None:
    event = webhooks.unwrap(BODY, headers(), SECRET, now=NOW)
    assert isinstance(event, AgentDeletedEvent)
    assert event.data.id == "agent_1"
    assert event.to_dict()["new"] == "größer"
    assert webhooks.unwrap(BODY.decode(), httpx.Headers(headers()), SECRET, now=NOW) == event


def test_several_secrets_and_several_signatures() -> None:
    webhooks.verify(BODY, headers(), [OLD, SECRET], now=NOW)
    webhooks.verify(BODY, headers(f"v1a,AAAA v1,%% {signature(OLD)} {signature()}"), SECRET, now=NOW)
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(BODY, headers(), [OLD], now=NOW)


@pytest.mark.parametrize("wrong", ["v1,", "v1,AAAA", "v2," + signature()[3:], signature().lower(), "", "v1"])
def test_wrong_signatures(wrong: str) -> None:
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(BODY, {**headers(), "Webhook-Signature": wrong}, SECRET, now=NOW)


def test_another_body_id_or_time() -> None:
    for body, changed in ((BODY + b" ", {}), (BODY, {"Webhook-Id": "msg_2"}), (BODY, {"Webhook-Timestamp": str(NOW + 1)})):
        with pytest.raises(WebhookVerificationError, match="signatures"):
            webhooks.verify(body, {**headers(), **changed}, SECRET, now=NOW)


@pytest.mark.parametrize(("time", "reason"), [(NOW - 301, "too long ago"), (NOW + 301, "future"), (NOW - 300, None), (NOW + 300, None)])
def test_how_old_it_may_be(time: int, reason: str | None) -> None:
    if reason is None:
        webhooks.verify(BODY, headers(time=time), SECRET, now=NOW)
        return
    with pytest.raises(WebhookVerificationError, match=reason):
        webhooks.verify(BODY, headers(time=time), SECRET, now=NOW)
    webhooks.verify(BODY, headers(time=time), SECRET, now=NOW, tolerance=400)


@pytest.mark.parametrize("time", ["", "soon", "-1", "1e9", "1" * 13, "\uff11"])
def test_times_that_are_none(time: str) -> None:
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(BODY, {**headers(), "Webhook-Timestamp": time}, SECRET, now=NOW)


@pytest.mark.parametrize("missing", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
def test_missing_headers(missing: str) -> None:
    given = {name: value for name, value in headers().items() if name != missing}
    with pytest.raises(WebhookVerificationError, match=missing.lower()):
        webhooks.verify(BODY, given, SECRET, now=NOW)


@pytest.mark.parametrize("secret", ["whsec_", "", "whsec_ümlaut", "whsec_a", []])
def test_secrets_that_are_none_are_the_callers_mistake(secret: str) -> None:
    with pytest.raises(ParleyError) as caught:
        webhooks.verify(BODY, headers(), secret, now=NOW)
    assert not isinstance(caught.value, WebhookVerificationError)
