"""What is sent, and what is made of the answers."""

from __future__ import annotations

import copy
import inspect
import pickle
from datetime import datetime, timedelta, timezone

import httpx
import pytest
from scripted import BASE, Make, Pieces, answer, problem

import parley
from parley import APIError, AsyncParley, Parley, ParleyError
from parley.models import Agent, AgentListItem, BuiltInFunction, CollectFunction, LlmSettings

AGENT = {
    "id": "agent_1",
    "name": "Anna",
    "llm": {"provider": "embedded", "model": "dialogue-rules", "mood": "new"},
    "functions": [{"type": "built_in", "name": "end_call"}, {"type": "collect", "name": "n"}, {"type": "later", "x": 1}],
    "variables": {"to_dict": "a name like any other"},
    "published_version": None,
    "note": {"deep": [1]},
}


def test_fields_are_sent_as_they_are_called_and_what_is_not_given_is_not_sent(make: Make) -> None:
    client = make(answer(AGENT, 201))
    agent = client.do(lambda parley: parley.agents.create(name="Anna", tts={"speed": 1.5}, variables={"a": "b"}))
    (request,) = client.sent
    assert (request.method, str(request.url)) == ("POST", f"{BASE}/agents")
    assert client.bodies() == [{"name": "Anna", "tts": {"speed": 1.5}, "variables": {"a": "b"}}]
    assert request.headers["authorization"] == "Bearer key"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["user-agent"] == f"parley-sdk-python/{parley.VERSION}"
    assert agent.name == "Anna"


def test_none_is_sent_as_null(make: Make) -> None:
    client = make(answer(AGENT))
    client.do(lambda parley: parley.agents.update("agent_1", greeting=None, llm={"temperature": None}))
    assert client.bodies() == [{"greeting": None, "llm": {"temperature": None}}]


def test_answers_are_models_at_any_depth() -> None:
    agent = Agent(AGENT)
    assert isinstance(agent.llm, LlmSettings)
    assert [type(one) for one in agent.functions] == [BuiltInFunction, CollectFunction, parley.Model]
    assert agent.llm.model == "dialogue-rules"
    assert agent.published_version is None


def test_fields_that_are_not_known_are_attributes_and_come_back() -> None:
    agent = Agent(AGENT)
    assert agent.llm.mood == "new"  # type: ignore[attr-defined]
    assert agent.to_dict() == AGENT
    assert Agent.from_dict(agent.to_dict()) == agent
    assert agent != Agent({**AGENT, "name": "Berta"})
    assert pickle.loads(pickle.dumps(agent)) == copy.deepcopy(agent) == agent  # noqa: S301
    assert "name='Anna'" in repr(agent)


def test_a_field_that_may_be_absent_is_none_and_stays_absent() -> None:
    function = BuiltInFunction({"type": "built_in", "name": "end_call"})
    assert function.description is None
    assert "description" not in function.to_dict()


def test_fields_with_names_that_python_keeps_for_itself(make: Make) -> None:
    client = make(answer({"agent_id": "a", "from": 1, "to": "draft", "changes": []}), answer({"id": "call_1"}, 201))
    diff = client.do(lambda parley: parley.agents.diff_versions("a", from_="1"))
    assert (diff.from_, diff.to_dict()["from"]) == (1, 1)
    assert client.paths() == ["/agents/a/diff?from=1"]
    client.do(lambda parley: parley.calls.create(type="phone", from_="+15551230000", to="+15551230001", agent_id="a", timeout=1))
    assert client.bodies() == [{"type": "phone", "from": "+15551230000", "to": "+15551230001", "agent_id": "a"}]
    assert parley.Model({"to_dict": 1}).to_dict() == {"to_dict": 1}


def test_models_are_taken_back_in_requests(make: Make) -> None:
    agent = Agent(AGENT)
    client = make(answer(AGENT, 201))
    client.do(lambda parley: parley.agents.create(name="Berta", llm=agent.llm, functions=agent.functions[:1]))
    assert client.bodies() == [{"name": "Berta", "llm": AGENT["llm"], "functions": AGENT["functions"][:1]}]  # type: ignore[index]


def test_queries_mappings_lists_times(make: Make) -> None:
    page: dict[str, object] = {"items": [], "next_cursor": None, "has_more": False}
    client = make(answer(page), answer(page))
    east = timezone(timedelta(hours=2))
    started = datetime(2025, 1, 2, 5, 4, 5, tzinfo=east)
    client.all(lambda parley: parley.calls.list(metadata={"plan": "gold & more"}, started_after=started, limit=2))
    url = client.sent[0].url
    assert dict(url.params) == {"metadata[plan]": "gold & more", "started_after": "2025-01-02T03:04:05Z", "limit": "2"}
    client.all(lambda parley: parley.calls.list(status="ended", extra_query={"fields": ["a", "b"], "new": True, "no": None}))
    assert dict(client.sent[1].url.params) == {"status": "ended", "fields": "a,b", "new": "true"}
    with pytest.raises(ValueError, match="time zone"):
        client.all(lambda parley: parley.calls.list(started_after=datetime(2025, 1, 2)))


def test_times_are_times_and_text_in_a_dictionary() -> None:
    agent = Agent({**AGENT, "created_at": "2026-05-04T09:30:00.250Z", "updated_at": "soon"})
    assert agent.created_at == datetime(2026, 5, 4, 9, 30, 0, 250_000, tzinfo=timezone.utc)
    assert agent.to_dict()["created_at"] == "2026-05-04T09:30:00.250Z"
    assert Agent.from_dict(agent.to_dict()) == agent
    # What a newer server may write stays as it is.
    assert str(agent.updated_at) == agent.to_dict()["updated_at"] == "soon"


def test_fields_of_a_newer_server_can_be_sent_and_misspelt_ones_cannot(make: Make) -> None:
    client = make(answer(AGENT, 201))
    client.do(lambda parley: parley.agents.create(name="Anna", extra_body={"colour": "red"}))
    assert client.bodies() == [{"name": "Anna", "colour": "red"}]
    with pytest.raises(TypeError, match="greting"):
        client.do(lambda parley: parley.agents.create(name="Anna", greting="Hi"))
    assert len(client.sent) == 1


@pytest.mark.parametrize("id", ["", ".", ".."])
def test_an_id_that_would_lead_elsewhere_is_refused(make: Make, id: str) -> None:
    client = make()
    with pytest.raises(ParleyError, match="part of a path"):
        client.do(lambda parley: parley.agents.get(id))


def test_an_id_stays_in_its_place(make: Make) -> None:
    client = make(answer(AGENT))
    client.do(lambda parley: parley.agents.get("a/../b?c=#{d}"))
    assert client.sent[0].url.raw_path == b"/api/v1/agents/a%2F..%2Fb%3Fc%3D%23%7Bd%7D"


def test_conditions_and_headers(make: Make) -> None:
    client = make(*[answer(AGENT)] * 3)
    client.do(lambda parley: parley.agents.update("a", name="x", if_match=7, headers={"X-Trace": "t", "accept": "*/*"}))
    client.do(lambda parley: parley.agents.update("a", name="x", if_match='W/"8"'))
    client.do(lambda parley: parley.agents.update("a", name="x", if_match="*"))
    assert [request.headers["if-match"] for request in client.sent] == ['"7"', 'W/"8"', "*"]
    assert (client.sent[0].headers["x-trace"], client.sent[0].headers["accept"]) == ("t", "*/*")


def test_answers_that_are_nothing_text_and_bytes(make: Make) -> None:
    wav = httpx.Response(200, stream=Pieces(b"RI", b"FF"), headers={"content-type": "audio/wav"})
    client = make(httpx.Response(204), httpx.Response(200, text="Anna: Größe"), wav)
    assert client.do(lambda parley: parley.agents.delete("a")) is None
    assert client.do(lambda parley: parley.conversations.export("c", format="text")) == "Anna: Größe"

    def read(download: parley.Download) -> bytes:
        assert download.content_type == "audio/wav"
        return download.read()

    async def read_async(api: AsyncParley) -> bytes:
        download = await api.calls.get_recording("c")
        assert download.content_type == "audio/wav"
        return await download.read()

    take = (lambda api: read(api.calls.get_recording("c"))) if client.kind == "blocking" else read_async
    assert client.do(take) == b"RIFF"


def test_a_download_is_saved_and_one_that_breaks_off_is_an_error(make: Make, tmp_path: object) -> None:
    file = f"{tmp_path}/call.wav"
    broken = httpx.Response(200, stream=Pieces(b"RI", httpx.ReadError("cut")))
    client = make(httpx.Response(200, stream=Pieces(b"RI", b"FF")), broken)

    async def save(api: AsyncParley) -> None:
        await (await api.calls.get_recording("c")).save(file)

    use = (lambda api: api.calls.get_recording("c").save(file)) if client.kind == "blocking" else save
    client.do(use)
    with open(file, "rb") as saved:
        assert saved.read() == b"RIFF"
    with pytest.raises(parley.APIConnectionError):
        client.do(use)


def test_any_request(make: Make) -> None:
    client = make(answer({"new": 1}, ETag='"3"'))
    response = client.do(lambda parley: parley.request("post", "/new", query={"a": 1}, body={"b": None}))
    assert (response.status, response.json(), response.headers["etag"]) == (200, {"new": 1}, '"3"')
    assert response.text == response.content.decode()
    assert client.paths() == ["/new?a=1"]
    assert client.bodies() == [{"b": None}]


PAGES = [
    {"items": [{"id": "1"}, {"id": "2"}], "next_cursor": "c", "has_more": True},
    {"items": [{"id": "3"}], "next_cursor": None, "has_more": False},
]


def test_lists_go_on_through_all_pages_when_they_are_needed(make: Make) -> None:
    client = make(*map(answer, PAGES))
    assert [agent.id for agent in client.all(lambda parley: parley.agents.list(q="x"))] == ["1", "2", "3"]
    assert [dict(request.url.params) for request in client.sent] == [{"q": "x"}, {"q": "x", "cursor": "c"}]
    lazy = make(answer(PAGES[0]))
    assert len(lazy.all(lambda parley: parley.agents.list(), most=2)) == 2


def test_pages(make: Make) -> None:
    client = make(*map(answer, PAGES), answer(PAGES[0]))
    pages = client.all(lambda parley: parley.agents.list().pages())
    assert [[type(item) for item in page.items] for page in pages] == [[AgentListItem, AgentListItem], [AgentListItem]]
    assert [(page.next_cursor, page.has_more) for page in pages] == [("c", True), (None, False)]
    first = client.do(lambda parley: parley.agents.list())
    assert first.items[0].id == "1"


def test_a_list_that_never_ends_is_given_up(make: Make) -> None:
    client = make(answer(PAGES[0]), answer(PAGES[0]))
    with pytest.raises(ParleyError, match="again and again"):
        client.all(lambda parley: parley.agents.list())


def test_an_answer_that_is_no_json_says_where_to_look(make: Make) -> None:
    client = make(httpx.Response(200, text="<html>"))
    with pytest.raises(ParleyError, match="base_url"):
        client.do(lambda parley: parley.agents.get("a"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, parley.BadRequestError),
        (401, parley.AuthenticationError),
        (403, parley.PermissionDeniedError),
        (404, parley.NotFoundError),
        (409, parley.ConflictError),
        (412, parley.PreconditionFailedError),
        (413, APIError),
        (422, parley.ValidationError),
        (429, parley.RateLimitError),
        (501, parley.InternalServerError),
        (302, APIError),
    ],
)
def test_errors_by_status(make: Make, status: int, kind: type[APIError]) -> None:
    faults = [{"pointer": "/name", "message": "is too short"}, "nonsense"]
    client = make(problem(status, "quota_exceeded", {"retry-after": "7"}, errors=faults, detail="So it is."))
    with pytest.raises(kind) as caught:
        client.do(lambda parley: parley.agents.get("a"))
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.code, error.request_id, error.retry_after) == (status, "quota_exceeded", "req_1", 7)
    assert error.errors == (parley.FieldFault("/name", "is too short"),)
    assert str(error) == f"{status} quota_exceeded: So it is. /name is too short (req_1)"


def test_an_error_of_somebody_else(make: Make) -> None:
    client = make(httpx.Response(404, text="<html>", headers={"x-request-id": "r"}), httpx.Response(404, json=["no", "object"]))
    for request_id in ("r", None):
        with pytest.raises(parley.NotFoundError) as caught:
            client.do(lambda parley: parley.agents.get("a"))
        assert (caught.value.code, caught.value.request_id) == (None, request_id)


def test_the_environment_says_key_and_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARLEY_API_KEY", raising=False)
    monkeypatch.setenv("PARLEY_BASE_URL", "https://parley.test/api/v1/")
    for kind in (Parley, AsyncParley):
        with pytest.raises(ParleyError, match="PARLEY_API_KEY"):
            kind()
    monkeypatch.setenv("PARLEY_API_KEY", "from the environment")

    def handle(request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Bearer from the environment"
        assert str(request.url) == "https://parley.test/api/v1/agents/a"
        return answer(AGENT)

    with httpx.Client(transport=httpx.MockTransport(handle)) as client:
        assert Parley(http_client=client).agents.get("a").id == "agent_1"
    with pytest.raises(ParleyError, match="http://"):
        Parley(base_url="parley.test")


def test_a_key_may_be_made_anew_for_every_attempt(make: Make) -> None:
    keys = iter("abc")

    async def later() -> str:
        return next(keys)

    client = make(problem(503, "internal"), answer(AGENT), answer(AGENT), api_key=lambda: next(keys))
    client.do(lambda parley: parley.agents.get("a"))
    if client.kind != "blocking":
        client.settings["api_key"] = later
    client.do(lambda parley: parley.agents.get("a"))
    assert [request.headers["authorization"] for request in client.sent] == ["Bearer a", "Bearer b", "Bearer c"]


def test_clients_close_their_own_connections_only() -> None:
    with httpx.Client() as yours:
        with Parley(api_key="k", http_client=yours):
            pass
        assert not yours.is_closed
    own = Parley(api_key="k")
    own.close()
    with pytest.raises(RuntimeError, match="closed"):
        own.agents.get("a")


def test_both_clients_have_the_same_methods_with_the_same_fields() -> None:
    def fields(client: object) -> dict[str, list[str]]:
        return {
            f"{resource}.{name}": list(inspect.signature(method).parameters)
            for resource, methods in vars(client).items()
            if not resource.startswith("_")
            for name, method in inspect.getmembers(methods, inspect.ismethod)
            if not name.startswith("_")
        }

    blocking = fields(Parley(api_key="k"))
    assert blocking == fields(AsyncParley(api_key="k"))
    assert "conversations.stream_message" in blocking


def test_everything_public_says_what_it_is() -> None:
    named = [getattr(parley, name) for name in parley.__all__]
    things = [one for one in named if inspect.isclass(one) or inspect.ismodule(one)]
    resources = [one for name, one in vars(Parley(api_key="k")).items() if not name.startswith("_")]
    methods = [method for one in [*resources, *things] for name, method in inspect.getmembers(one, inspect.isroutine) if name[0] != "_"]
    own = [one for one in methods if str(getattr(one, "__module__", "")).startswith("parley")]
    assert len(own) > 80
    assert [one.__qualname__ for one in own if not inspect.getdoc(one) and one.__name__[0] != "_"] == []
    assert [one.__name__ for one in things if not inspect.getdoc(one) and one.__name__[0] != "_"] == []
