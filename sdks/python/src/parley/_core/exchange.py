"""Requests: built, sent, tried again, answered. Performs nothing itself: see ``steps``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import httpx

from .errors import APIConnectionError, APIError, ParleyError, api_error
from .model import Model, Shape, read
from .omit import OMIT
from .options import Options
from .retry import may_retry, retry_after, retry_delay
from .runtime import Runtime
from .sse import SseMessage, SseParser
from .steps import Answer, Authorize, Emit, ReadAll, ReadPiece, Send, Sleep, Steps
from .url import time_text, url_of

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
ANYTHING = "*/*"
_CUT = "The stream ended before it was over."
_RECONNECTS = 10


@dataclass(frozen=True)
class ApiRequest:
    """A request of the API. Fields of ``query`` and ``body`` that are ``OMIT`` were not given."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = OMIT
    idempotent: bool = False
    """The operation takes ``Idempotency-Key``."""
    last_events: tuple[str, ...] = ()
    """Of a stream: the types of the events after which it is over; one that ends otherwise was cut. Empty: any may be the last."""


@dataclass(frozen=True)
class Settings:
    """What a client was made with."""

    api_base: str
    timeout: float
    max_retries: int
    headers: Mapping[str, str]
    user_agent: str
    runtime: Runtime


@dataclass(frozen=True)
class Response:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    """In any case: ``headers["ETag"]`` is ``headers["etag"]``."""

    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.content)


@dataclass(frozen=True)
class Reply:
    """What came of an exchange. ``body`` is empty while it has not been read."""

    answer: Answer
    body: bytes

    def whole(self) -> Response:
        """The answer with its body."""
        response = self.answer.response
        return Response(response.status_code, response.headers, self.body)


def to_json(value: Any) -> Any:
    """What was given, as JSON: models, times and tuples too."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: to_json(member) for name, member in value.items() if member is not OMIT}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return time_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _body(request: ApiRequest, options: Options) -> Any:
    body = to_json(request.body)
    return {**body, **to_json(options.extra_body)} if options.extra_body else body


def _etag(revision: int | str) -> str:
    text = str(revision)
    return text if re.match(r'(W/)?"|\*$', text) else f'"{text}"'


def _headers(settings: Settings, request: ApiRequest, options: Options, accept: str) -> dict[str, str]:
    # httpx compares names of headers in any case; so does this.
    headers = httpx.Headers({"Accept": accept, "User-Agent": settings.user_agent, **settings.headers})
    if request.body is not OMIT:
        headers["Content-Type"] = JSON
    if options.if_match is not None:
        headers["If-Match"] = _etag(options.if_match)
    if options.idempotency_key is not None:
        headers["Idempotency-Key"] = options.idempotency_key
    elif request.idempotent and request.method != "GET":
        headers["Idempotency-Key"] = settings.runtime.new_idempotency_key()
    headers.update(options.headers)
    return dict(headers)


def _failure(settings: Settings, response: Response) -> APIError:
    wait = retry_after(response.headers.get("retry-after"), settings.runtime.now())
    return api_error(response.status, response.content, response.headers.get("x-request-id"), wait)


def _attempt(settings: Settings, request: ApiRequest, options: Options, headers: Mapping[str, str], streamed: bool) -> Steps[Reply]:
    """One attempt, with a time of its own. Streamed: the body of a success is not read."""
    timeout = settings.timeout if options.timeout is None else options.timeout
    token: str = yield Authorize()
    query = {**{name: value for name, value in request.query.items() if value is not OMIT}, **options.extra_query}
    content = None if request.body is OMIT else json.dumps(_body(request, options), allow_nan=False).encode()
    began = settings.runtime.monotonic()
    answer: Answer = yield Send(
        request.method, url_of(settings.api_base, request.path, query), {**headers, "authorization": f"Bearer {token}"}, content, timeout
    )
    success = answer.response.is_success
    if success and streamed:
        return Reply(answer, b"")
    body: bytes = yield ReadAll(answer, max(0.0, timeout - (settings.runtime.monotonic() - began)))
    reply = Reply(answer, body)
    if not success:
        raise _failure(settings, reply.whole())
    return reply


def exchange(settings: Settings, request: ApiRequest, options: Options, accept: str, streamed: bool = False) -> Steps[Reply]:
    """The answer, after as many attempts as it takes and may take."""
    max_retries = settings.max_retries if options.max_retries is None else options.max_retries
    # Made once: every attempt has the same idempotency key.
    headers = _headers(settings, request, options, accept)
    repeatable = request.method not in ("POST", "PATCH") or "idempotency-key" in headers
    retries = 0
    while True:
        try:
            return (yield from _attempt(settings, request, options, headers, streamed))
        except ParleyError as error:
            if retries >= max_retries or not may_retry(error, repeatable):
                raise
            delay = retry_delay(error, retries, settings.runtime.random())
        yield Sleep(delay)
        retries += 1


def json_answer(settings: Settings, request: ApiRequest, options: Options, shape: Shape) -> Steps[Any]:
    """The answer as models."""
    reply = yield from exchange(settings, request, options, JSON)
    try:
        value = json.loads(reply.body)
    except ValueError as error:
        raise ParleyError("The answer is not JSON: is base_url the address of a Parley server?") from error
    return read(shape, value)


def empty_answer(settings: Settings, request: ApiRequest, options: Options) -> Steps[None]:
    """Only that it was done."""
    yield from exchange(settings, request, options, JSON)


def text_answer(settings: Settings, request: ApiRequest, options: Options) -> Steps[str]:
    """The answer as it was written."""
    reply = yield from exchange(settings, request, options, ANYTHING)
    return reply.whole().text


def raw_answer(settings: Settings, request: ApiRequest, options: Options) -> Steps[Response]:
    """The answer as it came."""
    reply = yield from exchange(settings, request, options, ANYTHING)
    return reply.whole()


@dataclass(frozen=True)
class PageBody:
    """A page as the API sends it."""

    items: tuple[Any, ...]
    next_cursor: str | None
    has_more: bool


def page_answer(settings: Settings, request: ApiRequest, options: Options, item: Shape, cursor: str | None) -> Steps[PageBody]:
    """One page of a list: the first, or the one behind a cursor."""
    asked = request if cursor is None else replace(request, query={**request.query, "cursor": cursor})
    body = yield from json_answer(settings, asked, options, None)
    next_cursor = body["next_cursor"]
    if cursor is not None and next_cursor == cursor:
        raise ParleyError("The server sends the same page again and again.")
    return PageBody(tuple(read(item, one) for one in body["items"]), next_cursor, body["has_more"])


def _event(message: SseMessage, shape: Shape) -> Emit:
    try:
        return Emit(read(shape, json.loads(message.data)))
    except ValueError as error:
        raise ParleyError("An event of the stream is not JSON.") from error


def _require_events(answer: Answer) -> None:
    kind = answer.response.headers.get("content-type", "")
    if not kind.startswith(EVENT_STREAM):
        raise ParleyError(f"The answer is not a stream of events, but {kind}.")


def streamed_events(settings: Settings, request: ApiRequest, options: Options, shape: Shape) -> Steps[None]:
    """The events of one answer."""
    answer = (yield from exchange(settings, request, options, EVENT_STREAM, streamed=True)).answer
    _require_events(answer)
    parser = SseParser()
    over = not request.last_events
    while True:
        piece = yield ReadPiece(answer)
        if piece is None:
            if not over:
                raise APIConnectionError(_CUT)
            return
        for message in parser.push(piece):
            over = over or message.event in request.last_events
            yield _event(message, shape)


class _Place:
    """How far a stream was followed."""

    def __init__(self, last_event_id: str) -> None:
        self.last_event_id = last_event_id
        self.failures = 0

    def passed(self, messages: Iterator[SseMessage]) -> Iterator[SseMessage]:
        for message in messages:
            self.last_event_id = message.id or self.last_event_id
            self.failures = 0
            yield message


def _followed_once(
    settings: Settings, request: ApiRequest, options: Options, shape: Shape, place: _Place, parser: SseParser
) -> Steps[bool]:
    """The events of one connection; true when the server says that there is nothing more."""
    headers = _headers(settings, request, options, EVENT_STREAM)
    if place.last_event_id:
        headers["last-event-id"] = place.last_event_id
    answer = (yield from _attempt(settings, request, options, headers, streamed=True)).answer
    if answer.response.status_code == 204:
        return True
    _require_events(answer)
    while True:
        piece = yield ReadPiece(answer)
        if piece is None:
            raise APIConnectionError(_CUT)
        for message in place.passed(parser.push(piece)):
            yield _event(message, shape)


def followed_events(settings: Settings, request: ApiRequest, options: Options, shape: Shape) -> Steps[None]:
    """A lost connection is made anew from the last event on; 204 says that there is nothing more."""
    max_retries = _RECONNECTS if options.max_retries is None else options.max_retries
    place = _Place("" if options.last_event_id is None else str(options.last_event_id))
    while True:
        parser = SseParser()
        try:
            if (yield from _followed_once(settings, request, options, shape, place, parser)):
                return
        except ParleyError as error:
            if place.failures >= max_retries or not may_retry(error, repeatable=True):
                raise
            delay = retry_delay(error, place.failures, settings.runtime.random())
        yield Sleep(delay if parser.retry is None else parser.retry)
        place.failures += 1
