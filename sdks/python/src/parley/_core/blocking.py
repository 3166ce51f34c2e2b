"""The blocking client: performs steps, one after another."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from os import PathLike
from types import TracebackType
from typing import Any, Callable, Generic, TypeVar, Union, cast, overload

import httpx
from typing_extensions import Self

from . import exchange
from .errors import APITimeoutError, ParleyError
from .exchange import ApiRequest, PageBody, Response, Settings
from .model import Model, Shape
from .network import library_errors
from .options import FollowOptions, Options, RequestOptions, WriteOptions
from .steps import Authorize, Emit, ReadAll, ReadPiece, Run, Send, Sleep, Step, Steps

T = TypeVar("T")
M = TypeVar("M", bound=Model)
Credential = Union[str, Callable[[], str]]
"""A key, or a function that gives one for every attempt: for access tokens, which expire."""


@dataclass
class OpenAnswer:
    """An answer whose body is still to be read."""

    response: httpx.Response
    pieces: Iterator[bytes]

    def next_piece(self) -> bytes | None:
        """``None`` when the body is over. Closes there, and where it breaks off."""
        piece: bytes | None = None
        try:
            piece = next(self.pieces, None)
        finally:
            if piece is None:
                self.close()
        return piece

    def close(self) -> None:
        """Gives the connection back, or up."""
        self.response.close()


class Transport:
    """Performs the steps of all requests of a client."""

    def __init__(self, settings: Settings, credential: Credential, client: httpx.Client) -> None:
        self._settings = settings
        self._credential = credential
        self._client = client

    @overload
    def json(self, request: ApiRequest, options: RequestOptions, shape: type[M]) -> M: ...
    @overload
    def json(self, request: ApiRequest, options: RequestOptions, shape: Shape) -> Any: ...
    def json(self, request: ApiRequest, options: RequestOptions, shape: Shape) -> Any:
        """The answer as models."""
        return self._run(exchange.json_answer(self._settings, request, Options(**options), shape))

    def empty(self, request: ApiRequest, options: RequestOptions) -> None:
        """Only that it was done."""
        self._run(exchange.empty_answer(self._settings, request, Options(**options)))

    def text(self, request: ApiRequest, options: RequestOptions) -> str:
        """The answer as it was written."""
        return self._run(exchange.text_answer(self._settings, request, Options(**options)))

    def raw(self, request: ApiRequest, options: WriteOptions) -> Response:
        """The answer as it came."""
        return self._run(exchange.raw_answer(self._settings, request, Options(**options)))

    def binary(self, request: ApiRequest, options: RequestOptions) -> Download:
        """The answer, its body not read yet."""
        steps = exchange.exchange(self._settings, request, Options(**options), exchange.ANYTHING, streamed=True)
        return Download(cast(OpenAnswer, self._run(steps).answer))

    def page(self, request: ApiRequest, options: RequestOptions, item: Shape) -> Page[Any]:
        """The first page of a list."""
        given = Options(**options)

        def load(cursor: str | None) -> PageBody:
            return self._run(exchange.page_answer(self._settings, request, given, item, cursor))

        return Page(load(None), load)

    def stream(self, request: ApiRequest, options: RequestOptions, event: Shape) -> EventStream[Any]:
        """The events of one answer."""
        return EventStream(self._events(exchange.streamed_events(self._settings, request, Options(**options), event)))

    def follow(self, request: ApiRequest, options: FollowOptions, event: Shape) -> EventStream[Any]:
        """Events over as many connections as it takes."""
        return EventStream(self._events(exchange.followed_events(self._settings, request, Options(**options), event)))

    def _run(self, steps: Steps[T]) -> T:
        run = Run(steps)
        while run.step is not None:
            self._advance(run, run.step)
        return run.result

    def _events(self, steps: Steps[None]) -> Generator[Any, None, None]:
        run = Run(steps)
        answer: OpenAnswer | None = None
        try:
            while run.step is not None:
                if isinstance(run.step, Emit):
                    yield run.step.event
                    run.resume(None)
                else:
                    outcome = self._advance(run, run.step)
                    answer = outcome if isinstance(outcome, OpenAnswer) else answer
        finally:
            if answer is not None:
                answer.close()

    def _advance(self, run: Run[Any], step: Step) -> object:
        try:
            with library_errors():
                outcome = self._perform(step)
        except ParleyError as error:
            run.fail(error)
        else:
            run.resume(outcome)
            return outcome
        return None

    def _perform(self, step: Step) -> object:
        if isinstance(step, Authorize):
            return self._credential if isinstance(self._credential, str) else self._credential()
        if isinstance(step, Send):
            return self._send(step)
        if isinstance(step, ReadAll):
            return self._read_all(cast(OpenAnswer, step.answer), step.timeout)
        if isinstance(step, ReadPiece):
            return cast(OpenAnswer, step.answer).next_piece()
        if isinstance(step, Sleep):
            self._settings.runtime.sleep(step.seconds)
            return None
        raise TypeError(f"{step} is not to be performed")

    def _send(self, step: Send) -> OpenAnswer:
        request = self._client.build_request(step.method, step.url, headers=dict(step.headers), content=step.content, timeout=step.timeout)
        response = self._client.send(request, stream=True, follow_redirects=False)
        return OpenAnswer(response, response.iter_bytes())

    def _read_all(self, answer: OpenAnswer, timeout: float) -> bytes:
        """A body that never comes to its end is given up as well: httpx only times each piece."""
        monotonic = self._settings.runtime.monotonic
        until = monotonic() + timeout
        pieces = []
        try:
            for piece in answer.pieces:
                pieces.append(piece)
                if monotonic() > until:
                    raise APITimeoutError("The server did not answer in time.")
        finally:
            answer.close()
        return b"".join(pieces)


class EventStream(Generic[T]):
    """
    Events as they come: ``for event in stream``. The request is sent when the iteration begins. To leave the stream before its end,
    use it in a ``with`` statement, or call :meth:`close`.
    """

    def __init__(self, events: Generator[T, None, None]) -> None:
        self._events = events

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._events)

    def close(self) -> None:
        """Closes the connection."""
        self._events.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class Page(Generic[T]):
    """One page of a list; iterating over it goes on through all pages behind it, asking for each when it is needed."""

    items: list[T]
    next_cursor: str | None
    has_more: bool

    def __init__(self, body: PageBody, load: Callable[[str | None], PageBody]) -> None:
        self.items = list(body.items)
        self.next_cursor = body.next_cursor
        self.has_more = body.has_more
        self._load = load

    def next_page(self) -> Page[T] | None:
        """``None`` behind the last page."""
        if self.next_cursor is None or not self.has_more:
            return None
        return Page(self._load(self.next_cursor), self._load)

    def pages(self) -> Iterator[Page[T]]:
        """This page and all behind it."""
        page: Page[T] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items

    def __repr__(self) -> str:
        return f"Page(items={self.items!r}, next_cursor={self.next_cursor!r}, has_more={self.has_more!r})"


class Download:
    """A file of the server. Read it once: whole, in pieces, or into a file. That closes it; else use it in a ``with`` statement."""

    def __init__(self, answer: OpenAnswer) -> None:
        self._answer = answer
        self.content_type: str = answer.response.headers.get("content-type", "")

    def iter_bytes(self) -> Iterator[bytes]:
        """Pieces as they come."""
        with self, library_errors():
            yield from self._answer.pieces

    def read(self) -> bytes:
        """All of it."""
        return b"".join(self.iter_bytes())

    def save(self, path: str | PathLike[str]) -> None:
        """Writes it to a file, without holding all of it in memory."""
        with open(path, "wb") as file:
            file.writelines(self.iter_bytes())

    def close(self) -> None:
        """Gives up what was not read."""
        self._answer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
