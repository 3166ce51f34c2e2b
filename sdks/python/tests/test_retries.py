"""Attempts: how many, when, and each with a time of its own."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import AsyncIterator, Iterator

import anyio
import httpx
import pytest
from scripted import NOW, Make, Pieces, answer, problem

import parley
from parley import APIConnectionError, APIError, APITimeoutError, AsyncParley, Parley, RateLimitError, Runtime
from parley._core.errors import api_error
from parley._core.retry import may_retry, retry_after, retry_delay

AGENT = {"id": "agent_1"}
CUT = httpx.ReadError("cut")


def test_a_connection_that_fails_is_tried_again_with_longer_and_longer_waits(make: Make) -> None:
    client = make(CUT, httpx.ConnectError("refused"), answer(AGENT))
    assert client.do(lambda parley: parley.agents.get("a")).id == "agent_1"
    assert client.waits == [0.25, 0.5]
    hopeless = make(*[CUT] * 4, max_retries=3)
    with pytest.raises(APIConnectionError) as caught:
        hopeless.do(lambda parley: parley.agents.get("a"))
    assert isinstance(caught.value.__cause__, httpx.ReadError)
    assert (len(hopeless.sent), hopeless.waits) == (4, [0.25, 0.5, 1.0])


def test_none_with_max_retries_0_of_the_client_or_of_the_request(make: Make) -> None:
    client, request = make(CUT, max_retries=0), make(CUT)
    with pytest.raises(APIConnectionError):
        client.do(lambda parley: parley.agents.get("a"))
    with pytest.raises(APIConnectionError):
        request.do(lambda parley: parley.agents.get("a", max_retries=0))
    assert (len(client.sent), len(request.sent)) == (1, 1)


def test_an_answer_whose_body_breaks_off_is_tried_again(make: Make) -> None:
    client = make(httpx.Response(200, stream=Pieces('{"id":', CUT)), answer(AGENT))
    assert client.do(lambda parley: parley.agents.get("a")).id == "agent_1"


@pytest.mark.parametrize(
    ("status", "code", "again"),
    [
        (408, "timeout", True),
        (409, "idempotency_in_progress", True),
        (409, "conversation_busy", True),
        (409, "conflict", False),
        (422, "validation_failed", False),
        (429, "rate_limited", True),
        (429, "quota_exceeded", False),
        (500, "internal", True),
        (501, "not_implemented", False),
        (503, "capacity_reached", True),
    ],
)
def test_which_answers_are_asked_for_again(make: Make, status: int, code: str, again: bool) -> None:
    client = make(problem(status, code), answer(AGENT))
    if again:
        assert client.do(lambda parley: parley.agents.get("a")).id == "agent_1"
    else:
        with pytest.raises(APIError) as caught:
            client.do(lambda parley: parley.agents.get("a"))
        assert caught.value.code == code
    assert len(client.sent) == 1 + again


def test_a_post_that_cannot_be_repeated_is_repeated_only_when_the_server_has_done_nothing(make: Make) -> None:
    client = make(CUT, problem(500, "internal"), problem(429, "rate_limited"), answer({}))
    for kind in (APIConnectionError, parley.InternalServerError):
        with pytest.raises(kind):
            client.do(lambda parley: parley.request("POST", "/new", body={}))
    assert client.do(lambda parley: parley.request("POST", "/new", body={})).json() == {}
    assert (len(client.sent), client.waits) == (4, [0.25])


def test_waits_as_long_as_the_server_asks_for(make: Make) -> None:
    later = "Tue, 25 Nov 2025 10:00:20 GMT"
    client = make(problem(429, "rate_limited", {"Retry-After": "7"}), problem(503, "internal", {"Retry-After": later}), answer(AGENT))
    client.do(lambda parley: parley.agents.get("a"))
    assert client.waits == [7.0, 20.0]


def test_not_when_the_server_asks_for_more_than_a_minute(make: Make) -> None:
    client = make(problem(429, "rate_limited", {"Retry-After": "61"}))
    with pytest.raises(RateLimitError) as caught:
        client.do(lambda parley: parley.agents.get("a"))
    assert (caught.value.retry_after, client.waits) == (61, [])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        (" 1.5 ", 1.5),
        ("-1", None),
        ("soon", None),
        ("Tue, 25 Nov 2025 10:00:20 GMT", 20.0),
        ("Tue, 25 Nov 2025 09:00:00 GMT", 0.0),
        ("Tuesday, 25-Nov-25 10:00:20 GMT", 20.0),
        ("Tue Nov 25 10:00:20 2025", 20.0),
        ("Tue, 99 Nov 2025 10:00:20 GMT", None),
        ("2025-11-25T10:00:20Z", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_waits_are_between_nothing_and_a_doubling_limit_of_at_most_8_seconds() -> None:
    error = APIConnectionError()
    assert [retry_delay(error, retries, 1.0) for retries in (0, 1, 2, 3, 4, 5, 5_000)] == [0.5, 1, 2, 4, 8, 8, 8]
    assert retry_delay(error, 3, 0.0) == 0
    assert not may_retry(ValueError("not ours"), repeatable=True)
    assert not may_retry(api_error(500, b"", None, None), repeatable=False)


def test_an_idempotency_key_for_all_attempts_of_a_write_another_for_the_next_none_for_reads(make: Make) -> None:
    client = make(CUT, problem(500, "internal"), answer(AGENT), answer(AGENT), answer(AGENT))
    client.do(lambda parley: parley.agents.create(name="Anna"))
    client.do(lambda parley: parley.agents.create(name="Anna"))
    client.do(lambda parley: parley.agents.get("a"))
    *first, second, read = [request.headers.get("idempotency-key") for request in client.sent]
    assert len(set(first)) == 1
    assert first[0].startswith("sdk_")
    assert second not in {None, first[0]}
    assert read is None


def test_the_callers_own_idempotency_key(make: Make) -> None:
    client = make(CUT, answer(AGENT))
    client.do(lambda parley: parley.agents.create(name="Anna", idempotency_key="mine"))
    assert [request.headers["idempotency-key"] for request in client.sent] == ["mine", "mine"]


def test_every_attempt_has_its_whole_time(make: Make) -> None:
    client = make(httpx.ReadTimeout("slow"), httpx.ConnectTimeout("slow"), answer(AGENT), timeout=3)
    client.do(lambda parley: parley.agents.get("a"))
    assert [request.extensions["timeout"]["read"] for request in client.sent] == [3, 3, 3]
    slow = make(*[httpx.ReadTimeout("slow")] * 3)
    with pytest.raises(APITimeoutError):
        slow.do(lambda parley: parley.agents.get("a", timeout=0.5))
    assert [request.extensions["timeout"]["read"] for request in slow.sent] == [0.5] * 3


def test_an_answer_that_never_comes_to_its_end_is_given_up(make: Make) -> None:
    class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            return itertools.repeat(b" ")

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b" "
            await anyio.sleep_forever()

    seconds = itertools.count()
    client = make(httpx.Response(200, stream=Endless()), max_retries=0)
    client.settings["runtime"] = Runtime(monotonic=lambda: float(next(seconds)))
    with pytest.raises(APITimeoutError):
        client.do(lambda parley: parley.agents.get("a", timeout=0.05 if client.kind != "blocking" else 5))


class Silent:
    """A server that takes connections and says nothing."""

    def __init__(self) -> None:
        self.taken: list[socket.socket] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._take)
        self.thread.start()

    def _take(self) -> None:
        while True:
            connection, _ = self.socket.accept()
            if self.stopping:
                connection.close()
                return
            self.taken.append(connection)

    stopping = False

    def stop(self) -> None:
        self.stopping = True
        socket.create_connection(self.socket.getsockname()).close()
        self.thread.join()
        for one in [self.socket, *self.taken]:
            one.close()


@pytest.fixture(name="silent")
def silent_server() -> Iterator[Silent]:
    server = Silent()
    yield server
    server.stop()


def test_a_server_that_hangs_is_reached_once_by_every_attempt(silent: Silent) -> None:
    waits: list[float] = []
    with Parley(api_key="k", base_url=silent.url, timeout=0.1, runtime=Runtime(sleep=waits.append)) as api, pytest.raises(APITimeoutError):
        api.agents.get("a")
    assert (len(silent.taken), len(waits)) == (3, 2)


def test_a_cancelled_request_is_cancelled_and_not_tried_again(silent: Silent) -> None:
    async def run() -> None:
        async with AsyncParley(api_key="k", base_url=silent.url) as api:
            with anyio.move_on_after(0.1) as scope:
                await api.agents.get("a")
            assert scope.cancelled_caught

    anyio.run(run)
    assert len(silent.taken) == 1


def test_a_cancelled_wait_between_two_attempts_ends_at_once() -> None:
    sent: list[httpx.Request] = []

    async def run() -> None:
        def refuse(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            scope.cancel()
            return problem(503, "internal", {"retry-after": "50"})

        async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as client:
            with anyio.CancelScope() as scope:
                await AsyncParley(api_key="k", http_client=client).agents.get("a")
            assert scope.cancelled_caught

    anyio.run(run)
    assert len(sent) == 1


def test_a_connection_that_fails_is_told_with_what_failed() -> None:
    # Nothing listens on port 1.
    with (
        Parley(api_key="k", base_url="http://127.0.0.1:1", max_retries=0) as parley,
        pytest.raises(APIConnectionError, match=r"refused.*http://127\.0\.0\.1:1"),
    ):
        parley.agents.get("agent_1")
