"""Time and chance, as parameters: tests bring their own."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Callable

import anyio


def _new_idempotency_key() -> str:
    return f"sdk_{secrets.token_hex(16)}"


@dataclass(frozen=True)
class Runtime:
    """What a client takes from its machine."""

    now: Callable[[], float] = time.time
    """Seconds since 1970."""

    monotonic: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody sets; bounds how long the blocking client reads an answer."""

    random: Callable[[], float] = random.random
    """From 0 up to 1."""

    sleep: Callable[[float], None] = time.sleep
    sleep_async: Callable[[float], Awaitable[None]] = anyio.sleep
    new_idempotency_key: Callable[[], str] = _new_idempotency_key
