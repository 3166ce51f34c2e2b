"""The asynchronous client: performs steps, letting others run meanwhile."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from types import TracebackType
from typing import (
    Any,
    Callable,
    Generic,
    Optional,
    TypeVar,
    Union,
    cast,
    overload,
)

import anyio
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
AsyncCredential = Union[str, Callable[[], Union[str, Awaitable[str]]]]
"""A key, or a function that gives one for every attempt, at once or when awaited: for access tokens, which expire."""


@dataclass
class AsyncOpenAnswer:
    """An answer whose body is still to be read."""

    response: httpx.Response
    pieces: AsyncIterator[bytes]

    async def next_piece(self) -> bytes | None:
        """``None`` when the body is over. Closes there, and where it breaks off."""
        piece: bytes | None = None
        try:
            piece = await self.pieces.__anext__()
        except StopAsyncIteration:
            return None
        finally:
            if piece is None:
                await self.close()
        return piece

    async def close(self) -> None:
        """Gives the connection back, or up, even when the task is being cancelled."""
        with anyio.CancelScope(shield=True):
            await self.response.aclose()


class AsyncTransport:
    """Performs the steps of all requests of a client."""

    def __init__(self, settings: Settings, credential: AsyncCredential, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._credential = credential
        self._client = client

    @overload
    async def json(self, request: ApiRequest, options: RequestOptions, shape: type[M]) -> M: ...
    @overload
    async def json(self, request: ApiRequest, options: RequestOptions, shape: Shape) -> Any: ...
    async def json(self, request: ApiRequest, options: RequestOptions, shape: Shape) -> Any:
        """The answer as models."""
        return await self._run(exchange.json_answer(self._settings, request, Options(**options), shape))

    async def empty(self, request: ApiRequest, options: RequestOptions) -> None:
        """Only that it was done."""
        await self._run(exchange.empty_answer(self._settings, request, Options(**options)))

    async def text(self, request: ApiRequest, options: RequestOptions) -> str:
        """The answer as it was written."""
        return await self._run(exchange.text_answer(self._settings, request, Options(**options)))

    async def raw(self, request: ApiRequest, options: WriteOptions) -> Response:
        """The answer as it came."""
        return await self._run(exchange.raw_answer(self._settings, request, Options(**options)))

    async def binary(self, request: ApiRequest, options: RequestOptions) -> AsyncDownload:
        """The answer, its body not read yet."""
        steps = exchange.exchange(self._settings, request, Options(**options), exchange.ANYTHING, streamed=True)
        return AsyncDownload(cast(AsyncOpenAnswer, (await self._run(steps)).answer))

    def page(self, request: ApiRequest, options: RequestOptions, item: Shape) -> AsyncPageRequest[Any]:
        """A list that is asked for when it is awaited or iterated over."""
        given = Options(**options)

        async def load(cursor: str | None) -> PageBody:
            return await self._run(exchange.page_answer(self._settings, request, given, item, cursor))

        return AsyncPageRequest(load)

    def stream(self, request: ApiRequest, options: RequestOptions, event: Shape) -> AsyncEventStream[Any]:
        """The events of one answer."""
        return AsyncEventStream(self._events(exchange.streamed_events(self._settings, request, Options(**options), event)))

    def follow(self, request: ApiRequest, options: FollowOptions, event: Shape) -> AsyncEventStream[Any]:
        """Events over as many connections as it takes."""
        return AsyncEventStream(self._events(exchange.followed_events(self._settings, request, Options(**options), event)))

    async def _run(self, steps: Steps[T]) -> T:
        run = Run(steps)
        while run.step is not None:
            await self._advance(run, run.step)
        return run.result

    async def _events(self, steps: Steps[None]) -> AsyncGenerator[Any, None]:
        run = Run(steps)
        answer: AsyncOpenAnswer | None = None
        try:
            while run.step is not None:
                if isinstance(run.step, Emit):
                    yield run.step.event
                    run.resume(None)
                else:
                    outcome = await self._advance(run, run.step)
                    answer = outcome if isinstance(outcome, AsyncOpenAnswer) else answer
        finally:
            if answer is not None:
                await answer.close()

    async def _advance(self, run: Run[Any], step: Step) -> object:
        try:
            with library_errors():
                outcome = await self._perform(step)
        except ParleyError as error:
            run.fail(error)
        else:
            run.resume(outcome)
            return outcome
        return None

    async def _perform(self, step: Step) -> object:
        if isinstance(step, Authorize):
            return await self._token()
        if isinstance(step, Send):
            return await self._send(step)
        if isinstance(step, ReadAll):
            return await self._read_all(cast(AsyncOpenAnswer, step.answer), step.timeout)
        if isinstance(step, ReadPiece):
            return await cast(AsyncOpenAnswer, step.answer).next_piece()
        if isinstance(step, Sleep):
            await self._settings.runtime.sleep_async(step.seconds)
            return None
        raise TypeError(f"{step} is not to be performed")

    async def _token(self) -> str:
        given = self._credential if isinstance(self._credential, str) else self._credential()
        return given if isinstance(given, str) else await given

    async def _send(self, step: Send) -> AsyncOpenAnswer:
        request = self._client.build_request(step.method, step.url, headers=dict(step.headers), content=step.content, timeout=step.timeout)
        with _within(step.timeout):
            response = await self._client.send(request, stream=True, follow_redirects=False)
        return AsyncOpenAnswer(response, response.aiter_bytes())

    async def _read_all(self, answer: AsyncOpenAnswer, seconds: float) -> bytes:
        try:
            with _within(seconds):
                return b"".join([piece async for piece in answer.pieces])
        finally:
            await answer.close()


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    try:
        with anyio.fail_after(seconds):
            yield
    except TimeoutError as error:
        raise APITimeoutError("The server did not answer in time.") from error


class AsyncEventStream(Generic[T]):
    """
    Events as they come: ``async for event in stream``. The request is sent when the iteration begins. To leave the stream before its end,
    use it in an ``async with`` statement, or call :meth:`close`.
    """

    def __init__(self, events: AsyncGenerator[T, None]) -> None:
        self._events = events

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await self._events.__anext__()

    async def close(self) -> None:
        """Closes the connection."""
        await self._events.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()


Load = Callable[[Optional[str]], Awaitable[PageBody]]


class AsyncPage(Generic[T]):
    """One page of a list; iterating over it goes on through all pages behind it, asking for each when it is needed."""

    items: list[T]
    next_cursor: str | None
    has_more: bool

    def __init__(self, body: PageBody, load: Load) -> None:
        self.items = list(body.items)
        self.next_cursor = body.next_cursor
        self.has_more = body.has_more
        self._load = load

    async def next_page(self) -> AsyncPage[T] | None:
        """``None`` behind the last page."""
        if self.next_cursor is None or not self.has_more:
            return None
        return AsyncPage(await self._load(self.next_cursor), self._load)

    def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """This page and all behind it."""
        return _Pages(self._itself)

    async def _itself(self) -> AsyncPage[T]:
        return self

    def __aiter__(self) -> AsyncIterator[T]:
        return _Items(self.pages())

    def __repr__(self) -> str:
        return f"AsyncPage(items={self.items!r}, next_cursor={self.next_cursor!r}, has_more={self.has_more!r})"


class _Pages(Generic[T]):
    """No generators, here and below: one that is left early would be left to the collector."""

    def __init__(self, first: Callable[[], Awaitable[AsyncPage[T]]]) -> None:
        self._next: Callable[[], Awaitable[AsyncPage[T] | None]] = first

    def __aiter__(self) -> AsyncIterator[AsyncPage[T]]:
        return self

    async def __anext__(self) -> AsyncPage[T]:
        page = await self._next()
        if page is None:
            raise StopAsyncIteration
        self._next = page.next_page
        return page


class _Items(Generic[T]):
    def __init__(self, pages: AsyncIterator[AsyncPage[T]]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            self._items = iter((await self._pages.__anext__()).items)


class AsyncPageRequest(Generic[T]):
    """A list that was asked for: ``await`` it for its first page, or iterate over all of its items. Nothing is sent before."""

    def __init__(self, load: Load) -> None:
        self._load = load

    async def _first(self) -> AsyncPage[T]:
        return AsyncPage(await self._load(None), self._load)

    def __await__(self) -> Generator[Any, None, AsyncPage[T]]:
        return self._first().__await__()

    def pages(self) -> AsyncIterator[AsyncPage[T]]:
        """All pages."""
        return _Pages(self._first)

    def __aiter__(self) -> AsyncIterator[T]:
        return _Items(self.pages())


class AsyncDownload:
    """A file of the server. Read it once: whole, in pieces, or into a file. That closes it; else use it in an ``async with`` statement."""

    def __init__(self, answer: AsyncOpenAnswer) -> None:
        self._answer = answer
        self.content_type: str = answer.response.headers.get("content-type", "")

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Pieces as they come."""
        async with self:
            with library_errors():
                async for piece in self._answer.pieces:
                    yield piece

    async def read(self) -> bytes:
        """All of it."""
        return b"".join([piece async for piece in self.iter_bytes()])

    async def save(self, path: str | PathLike[str]) -> None:
        """Writes it to a file, without holding all of it in memory."""
        async with await anyio.open_file(path, "wb") as file:
            async for piece in self.iter_bytes():
                await file.write(piece)

    async def close(self) -> None:
        """Gives up what was not read."""
        await self._answer.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
