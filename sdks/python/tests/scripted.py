"""Both clients, with a server that is a script, and a clock that nobody has to wait for."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any, Callable, Union

import anyio
import httpx
import pytest

from parley import AsyncParley, Parley, Runtime

NOW = datetime(2025, 11, 25, 10, 0, tzinfo=timezone.utc).timestamp()
BASE = "http://parley.test/api/v1"
Scripted = Union[httpx.Response, Exception]


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in pieces; an exception among them breaks it off. ``read`` says how many pieces were taken."""

    def __init__(self, *pieces: str | bytes | Exception) -> None:
        self.pieces = pieces
        self.read = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.read += 1
            if isinstance(piece, Exception):
                raise piece
            yield piece.encode() if isinstance(piece, str) else piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def answer(body: Any, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=body, headers=headers)


def problem(status: int, code: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
    body = {"type": "about:blank", "title": f"It is {code}.", "status": status, "code": code, "request_id": "req_1", **more}
    return httpx.Response(status, content=json.dumps(body), headers={"content-type": "application/problem+json", **(headers or {})})


def events(*pieces: str | bytes | Exception) -> httpx.Response:
    return httpx.Response(200, stream=Pieces(*pieces), headers={"content-type": "text/event-stream; charset=utf-8"})


class Client:
    """A client of either kind. What it is asked to do, it does until it is done."""

    def __init__(self, kind: str, script: tuple[Scripted, ...], **settings: Any) -> None:
        self.kind = kind
        self.script = list(script)
        self.sent: list[httpx.Request] = []
        self.waits: list[float] = []
        self.settings = {"api_key": "key", "base_url": "http://parley.test", **settings}

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        if len(self.sent) > len(self.script):
            raise AssertionError(f"there is no answer to request {len(self.sent)}")
        step = self.script[len(self.sent) - 1]
        if isinstance(step, Exception):
            raise step
        return step

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    @property
    def runtime(self) -> Runtime:
        return Runtime(now=lambda: NOW, random=lambda: 0.5, sleep=self.waits.append, sleep_async=self._wait)

    def do(self, use: Callable[[Any], Any]) -> Any:
        """What ``use`` gives, awaited where that is due."""
        transport = httpx.MockTransport(self._handle)
        settings = {"runtime": self.runtime, **self.settings}
        if self.kind == "blocking":
            with httpx.Client(transport=transport) as client:
                return use(Parley(http_client=client, **settings))

        async def run() -> Any:
            async with httpx.AsyncClient(transport=transport) as client:
                given = use(AsyncParley(http_client=client, **settings))
                return await given if inspect.isawaitable(given) else given

        return anyio.run(run, backend=self.kind)

    def all(self, use: Callable[[Any], Any], most: int = 1_000_000) -> list[Any]:
        """What comes when iterating over what ``use`` gives, at most so much of it."""
        take = _take if self.kind == "blocking" else _take_async
        taken: list[Any] = self.do(lambda parley: take(use(parley), most))
        return taken

    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.sent if request.content]

    def paths(self) -> list[str]:
        return [str(request.url)[len(BASE) :] for request in self.sent]


def _take(source: Any, most: int) -> list[Any]:
    taken: list[Any] = []
    for item in source:
        taken.append(item)
        if len(taken) >= most:
            break
    if hasattr(source, "close"):
        source.close()
    return taken


async def _take_async(source: Any, most: int) -> list[Any]:
    taken: list[Any] = []
    async for item in source:
        taken.append(item)
        if len(taken) >= most:
            break
    if hasattr(source, "close"):
        await source.close()
    return taken


Make = Callable[..., Client]


@pytest.fixture(params=["blocking", "asyncio", "trio"], name="make")
def make_client(request: pytest.FixtureRequest) -> Make:
    """Makes a client of each kind, with the answers that its server gives, in their order."""
    return lambda *script, **settings: Client(request.param, script, **settings)
