"""Webhooks in the form of Standard Webhooks: https://www.standardwebhooks.com."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Union, cast

from ._core.errors import ParleyError
from ._core.model import read
from ._generated.models import WEBHOOK_EVENT, WebhookEvent

TOLERANCE = 300.0
"""Seconds."""

Body = Union[str, bytes]
Secret = Union[str, Sequence[str]]
"""``whsec_…``; several while a secret is being rotated."""


class WebhookVerificationError(ParleyError):
    """The request is not from Parley, or not from now: answer 400 and do nothing."""


def verify(body: Body, headers: Mapping[str, str], secret: Secret, *, tolerance: float = TOLERANCE, now: float | None = None) -> None:
    """
    Raises :class:`WebhookVerificationError` unless one of the secrets signed this.

    :param body: The body as it came, byte by byte: not JSON that was parsed and written again.
    :param headers: Of the request, in any case.
    :param secret: ``whsec_…``; several while a secret is being rotated.
    :param tolerance: How many seconds the time of sending may be from now, either way.
    :param now: Seconds since 1970; default: the clock.
    """
    keys = [_key(one) for one in ([secret] if isinstance(secret, str) else secret)]
    if not keys:
        raise ParleyError("Give at least one webhook secret.")
    message_id = _header(headers, "webhook-id")
    timestamp = _header(headers, "webhook-timestamp")
    _check_time(timestamp, tolerance, time.time() if now is None else now)
    payload = body.encode() if isinstance(body, str) else body
    signed = f"{message_id}.{timestamp}.".encode() + payload
    wanted = [hmac.new(key, signed, hashlib.sha256).digest() for key in keys]
    given = list(_signatures(_header(headers, "webhook-signature")))
    # Compared with every one, in constant time.
    if sum(hmac.compare_digest(one, signature) for one in wanted for signature in given) == 0:
        raise WebhookVerificationError("None of the signatures is right.")


def unwrap(
    body: Body, headers: Mapping[str, str], secret: Secret, *, tolerance: float = TOLERANCE, now: float | None = None
) -> WebhookEvent:
    """:func:`verify`, then the event."""
    verify(body, headers, secret, tolerance=tolerance, now=now)
    try:
        event = json.loads(body)
    except ValueError as error:
        raise ParleyError("The body of the webhook is not JSON.") from error
    return cast(WebhookEvent, read(WEBHOOK_EVENT, event))


def _header(headers: Mapping[str, str], name: str) -> str:
    value = next((value for key, value in headers.items() if key.lower() == name), "")
    if not value:
        raise WebhookVerificationError(f"The header {name} is missing.")
    return value


def _key(secret: str) -> bytes:
    key = _from_base64(secret.removeprefix("whsec_"))
    if not key:
        raise ParleyError('A webhook secret must be base64 behind "whsec_".')
    return key


def _from_base64(text: str) -> bytes | None:
    try:
        # Without the padding that some leave out.
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _signatures(header: str) -> Iterator[bytes]:
    for part in header.split(" "):
        signature = _from_base64(part[3:]) if part.startswith("v1,") else None
        if signature is not None:
            yield signature


def _check_time(timestamp: str, tolerance: float, now: float) -> None:
    if not re.fullmatch("[0-9]{1,12}", timestamp):
        raise WebhookVerificationError("The header webhook-timestamp is not a time.")
    age = int(now) - int(timestamp)
    if age > tolerance:
        raise WebhookVerificationError("The request was sent too long ago.")
    if age < -tolerance:
        raise WebhookVerificationError("The request says that it was sent in the future.")
