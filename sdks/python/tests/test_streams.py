"""Server-sent events: taken apart, streamed, followed."""

from __future__ import annotations

import httpx
import pytest
from scripted import Make, Pieces, answer, events, problem

from parley import APIConnectionError, APIError, NotFoundError, Parley, ParleyError
from parley._core.sse import SseMessage, SseParser
from parley.models import CallInputEvent, ExchangeCompletedEvent, MessageDeltaEvent, MessageExchange

CUT = httpx.ReadError("cut")


def parsed(*pieces: bytes) -> list[SseMessage]:
    parser = SseParser()
    return [message for piece in pieces for message in parser.push(piece)]


def test_events_as_the_standard_has_them() -> None:
    text = "\ufeff: comment\nevent: a\ndata: 1\ndata: 2\nid: 7\n\ndata:x\n\ndata\n\nevent: b\n\n"
    wanted = [SseMessage("a", "1\n2", "7"), SseMessage("message", "x", "7"), SseMessage("message", "", "7")]
    for end in ("\n", "\r\n", "\r"):
        stream = text.replace("\n", end).encode()
        # The last lone CR might be the first half of a line end, and is one.
        assert parsed(stream) == wanted
        assert parsed(*(stream[at : at + 1] for at in range(len(stream)))) == wanted
        for cut in range(len(stream)):
            assert parsed(stream[:cut], b"", stream[cut:]) == wanted


def test_what_is_not_finished_ids_with_nul_and_times_that_are_none_are_dropped() -> None:
    assert parsed(b"id: 1\ndata: a\n\nid: b\0c\ndata: d\n\ndata: never") == [
        SseMessage("message", "a", "1"),
        SseMessage("message", "d", "1"),
    ]
    parser = SseParser()
    list(parser.push(b"retry: soon\nretry: 2500\nretry: -1\n\n"))
    assert parser.retry == 2.5


def test_one_space_goes_colons_and_other_line_ends_stay() -> None:
    assert parsed("data:  a: b\u2028c\x0bd\x85\n\n".encode()) == [SseMessage("message", " a: b\u2028c\x0bd\x85", "")]


DELTA = 'event: message.delta\ndata: {"type":"message.delta","text":"Grö'
REST = 'ße"}\n\nevent: exchange.completed\ndata: {"type":"exchange.completed","exchange":{"answer":"Größe","messages":[]}}\n\n'


def test_a_stream_is_asked_for_when_it_is_read_and_comes_event_by_event(make: Make) -> None:
    whole = (DELTA + REST).encode()
    middle = whole.index("ö".encode()) + 1
    client = make(events(whole[:middle], whole[middle:]))
    client.do(lambda parley: parley.conversations.stream_message("c", content="Hi") and None)
    assert client.sent == []
    first, last = client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    assert isinstance(first, MessageDeltaEvent)
    assert first.text == "Größe"
    assert isinstance(last, ExchangeCompletedEvent)
    assert isinstance(last.exchange, MessageExchange)
    assert client.sent[0].headers["accept"] == "text/event-stream"
    assert client.sent[0].headers["idempotency-key"].startswith("sdk_")


def test_a_stream_is_tried_again_before_it_begins_never_after(make: Make) -> None:
    client = make(problem(503, "internal"), events(DELTA + REST, CUT))
    with pytest.raises(APIConnectionError):
        client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    assert len(client.sent) == 2


def test_a_stream_that_ends_without_its_last_event_was_cut(make: Make) -> None:
    delta, rest = (DELTA + REST).split("\n\n", 1)
    failed = 'event: error\ndata: {"type":"error"}\n\n'
    client = make(events(delta + "\n\n"), events(""), events(delta + "\n\n" + rest[:-1]), events(failed))
    for _ in range(3):
        with pytest.raises(APIConnectionError, match="ended before it was over"):
            client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    (error,) = client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    assert error.type == "error"


def test_a_stream_that_is_refused_or_none_is_an_error(make: Make) -> None:
    client = make(problem(409, "conversation_ended"), answer({}), events("data: {\n\n"))
    with pytest.raises(APIError, match="conversation_ended"):
        client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    with pytest.raises(ParleyError, match="not a stream of events"):
        client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))
    with pytest.raises(ParleyError, match="not JSON"):
        client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"))


def test_a_stream_that_is_left_is_closed(make: Make) -> None:
    body = Pieces(DELTA + REST, "data: {}\n\n", "data: {}\n\n")
    client = make(httpx.Response(200, stream=body, headers={"content-type": "text/event-stream"}))
    assert len(client.all(lambda parley: parley.conversations.stream_message("c", content="Hi"), most=1)) == 1
    assert (body.closed, body.read) == (True, 1)


def test_streams_close_with_their_statement() -> None:
    body = Pieces(DELTA + REST, "data: {}\n\n")
    response = httpx.Response(200, stream=body, headers={"content-type": "text/event-stream"})
    with httpx.Client(transport=httpx.MockTransport(lambda _: response)) as client:
        with Parley(api_key="k", http_client=client).conversations.stream_message("c", content="Hi") as stream:
            assert next(stream).type == "message.delta"
        assert body.closed
        assert list(stream) == []


def event(seq: int) -> str:
    return f'id: {seq}\nevent: timer.fired\ndata: {{"seq":{seq},"at_ms":0,"kind":"input","event":{{"type":"timer.fired"}}}}\n\n'


def test_events_are_taken_up_again_where_they_were_until_there_are_no_more(make: Make) -> None:
    client = make(events(event(1), CUT), problem(503, "internal"), events("retry: 30\n\n" + event(2) + event(3)[:9]), httpx.Response(204))
    followed = client.all(lambda parley: parley.calls.follow_events("call_1"))
    assert [(type(one), one.seq) for one in followed] == [(CallInputEvent, 1), (CallInputEvent, 2)]
    assert [request.headers.get("last-event-id") for request in client.sent] == [None, "1", "1", "2"]
    assert client.waits == [0.25, 0.5, 0.03]


def test_events_begin_where_the_caller_says(make: Make) -> None:
    client = make(events(event(8)), httpx.Response(204))
    client.all(lambda parley: parley.calls.follow_events("call_1", last_event_id=7))
    assert [request.headers.get("last-event-id") for request in client.sent] == ["7", "8"]


def test_events_are_given_up_after_as_many_failures_in_a_row_as_are_allowed(make: Make) -> None:
    client = make(CUT, CUT, events(event(1)), CUT, CUT)
    with pytest.raises(APIConnectionError):
        client.all(lambda parley: parley.calls.follow_events("call_1", max_retries=2))
    assert len(client.sent) == 5
    patient = make(*[events() for _ in range(11)])
    with pytest.raises(APIConnectionError, match="before it was over"):
        patient.all(lambda parley: parley.calls.follow_events("call_1"))
    assert len(patient.sent) == 11


def test_events_of_a_call_that_does_not_exist_are_an_error_at_once(make: Make) -> None:
    client = make(problem(404, "not_found"))
    with pytest.raises(NotFoundError):
        client.all(lambda parley: parley.calls.follow_events("call_1"))


def test_connections_that_are_replaced_are_closed(make: Make) -> None:
    bodies = [Pieces(event(1)), Pieces(event(2), CUT)]
    responses = [httpx.Response(200, stream=body, headers={"content-type": "text/event-stream"}) for body in bodies]
    client = make(*responses, httpx.Response(204, stream=Pieces()))
    assert len(client.all(lambda parley: parley.calls.follow_events("call_1"))) == 2
    assert all(body.closed for body in bodies)
