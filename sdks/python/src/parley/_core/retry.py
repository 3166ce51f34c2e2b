"""Whether a request is made once more, and when: decided purely."""

from __future__ import annotations

import re
from datetime import timezone
from email.utils import parsedate_to_datetime

from .errors import APIConnectionError, APIError

_BASE = 0.5
_CAP = 8.0
LONGEST_WAIT = 60.0
"""A server that asks for a longer wait is not waited for: the caller is told."""

_PASSING_CONFLICTS = ("idempotency_in_progress", "conversation_busy")


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds of a ``Retry-After`` (RFC 9110 10.2.3): a number, or a date. ``None`` where it is absent or neither."""
    given = "" if header is None else header.strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", given):
        return float(given)
    if not given[:1].isalpha():
        return None
    try:
        at = parsedate_to_datetime(given)
    except (TypeError, ValueError):
        return None
    return max(0.0, (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp() - now)


def _refused_for_now(error: APIError) -> bool:
    """The server has done nothing, and says so."""
    if error.status == 409:
        return error.code in _PASSING_CONFLICTS
    return error.status == 408 or (error.status == 429 and error.code != "quota_exceeded")


def may_retry(error: Exception, repeatable: bool) -> bool:
    """``repeatable``: doing it twice is the same as doing it once."""
    if isinstance(error, APIConnectionError):
        return repeatable
    if not isinstance(error, APIError) or (error.retry_after or 0) > LONGEST_WAIT:
        return False
    return _refused_for_now(error) or (repeatable and error.status >= 500 and error.status != 501)


def retry_delay(error: Exception, retries_before: int, random: float) -> float:
    """What the server asks for, or else a random part of a time that doubles with every attempt."""
    if isinstance(error, APIError) and error.retry_after is not None:
        return error.retry_after
    return random * min(_CAP, _BASE * 2.0 ** min(retries_before, 16))
