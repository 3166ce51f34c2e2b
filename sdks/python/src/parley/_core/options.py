"""What every call of a method can be given besides the fields of the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import TypedDict

from .model import field_name


class RequestOptions(TypedDict, total=False):
    """Options of every request."""

    timeout: float | None
    """Seconds, for every attempt anew; in a stream the longest silence."""

    max_retries: int | None
    """Attempts after the first."""

    headers: Mapping[str, str]
    """Sent besides, or instead of, the client's own."""

    extra_query: Mapping[str, Any]
    """Parameters that a newer server knows and this version does not."""

    extra_body: Mapping[str, Any]
    """Fields that a newer server knows and this version does not."""


class WriteOptions(RequestOptions, total=False):
    """Options of requests that change something."""

    idempotency_key: str | None
    """Requests with the same key are carried out once. Without one, a key is made for this request and its retries."""


class ConditionalOptions(WriteOptions, total=False):
    """Options of updates."""

    if_match: int | str | None
    """The ``revision`` that was read: if somebody else wrote since, the answer is 412."""


class FollowOptions(RequestOptions, total=False):
    """
    Options of streams that take themselves up again. ``max_retries``: new connections in a row without a new event between, by default 10.
    """

    last_event_id: int | str | None
    """Events up to this one are known already."""


@dataclass(frozen=True)
class Options:
    """All of them, as the core takes them. A name that is none is refused, as with any argument."""

    timeout: float | None = None
    max_retries: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    extra_query: Mapping[str, Any] = field(default_factory=dict)
    extra_body: Mapping[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    if_match: int | str | None = None
    last_event_id: int | str | None = None


def taken_apart(given: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Options, and the fields of the body, of a method that takes bodies of several forms. ``from_`` is the field ``from``."""
    options = {name: value for name, value in given.items() if name in Options.__dataclass_fields__}
    return options, {field_name(name): value for name, value in given.items() if name not in options}
