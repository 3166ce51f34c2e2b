"""
The behaviour suite of the SDKs through this one, against the running server that PARLEY_BASE_URL and PARLEY_API_KEY name. The README beside
the suite says what its steps mean.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import secrets
from pathlib import Path
from typing import Any, Callable

import anyio
import pytest

from parley import APIError, AsyncDownload, AsyncPage, AsyncParley, Download, Page, Parley
from parley._core.model import attribute_name, plain

SUITE = Path(os.environ.get("PARLEY_BEHAVIOUR_SUITE", Path(__file__).parents[2] / "behaviour" / "suite.json"))
SCENARIOS: list[dict[str, Any]] = json.loads(SUITE.read_text("utf-8"))["scenarios"] if SUITE.exists() else []
BASE_URL = os.environ.get("PARLEY_BASE_URL", "")
KEY = os.environ.get("PARLEY_API_KEY", "")
HOW = ("call", "iterate", "pages", "stream")
ABSENT = object()

pytestmark = pytest.mark.skipif(not (BASE_URL and KEY and SCENARIOS), reason="no server is named by PARLEY_BASE_URL and PARLEY_API_KEY")

Variables = dict[str, Any]


def filled(value: Any, variables: Variables) -> Any:
    """The value with its variables in their places."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\$([a-z]\w*)", value)
        if whole:
            return variables[whole[1]]
        return re.sub(r"\$\{(\w+)\}", lambda match: str(variables[match[1]]), value)
    if isinstance(value, list):
        return [filled(one, variables) for one in value]
    if isinstance(value, dict):
        return {name: filled(member, variables) for name, member in value.items()}
    return value


def at(result: Any, place: str) -> Any:
    """What is at the place."""
    value = result
    for member, index in re.findall(r"\.(\w+)|\[(-?\d+)\]", place):
        if member:
            value = value.get(member, ABSENT) if isinstance(value, dict) else ABSENT
        else:
            inside = isinstance(value, list) and -len(value) <= int(index) < len(value)
            value = value[int(index)] if inside else ABSENT
    return value


TYPES: dict[str, Any] = {"string": str, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def is_type(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name != "number" or not isinstance(value, bool))


QUESTIONS: dict[str, Callable[[Any, Any], bool]] = {
    "?absent": lambda value, _: value is ABSENT,
    "?type": is_type,
    "?matches": lambda value, pattern: isinstance(value, str) and re.search(pattern, value) is not None,
    "?length": lambda value, length: len(value) == length,
    "?above": lambda value, limit: value > limit,
    "?contains": lambda value, part: part in value,
    "?not": lambda value, other: value != other,
}


def check(value: Any, expected: Any, place: str) -> None:
    question, *others = expected if isinstance(expected, dict) and expected else [""]
    if question.startswith("?") and not others:
        assert QUESTIONS[question](value, expected[question]), f"{place} is {value!r}, not {expected}"
    else:
        assert value == expected, place


def arguments(method: Any, step: dict[str, Any]) -> dict[str, Any]:
    """Fields as arguments; what the method has no argument for is a field of a newer server, or a mistake that the server is to see."""
    parameters = inspect.signature(method).parameters
    taken: dict[str, Any] = dict(step.get("options", {}))
    for part, extra in (("body", "extra_body"), ("query", "extra_query")):
        for name, value in step.get(part, {}).items():
            if attribute_name(name) in parameters or "given" in parameters:
                taken[attribute_name(name)] = value
            else:
                taken.setdefault(extra, {})[name] = value
    return taken


def answered(value: Any) -> Any:
    if isinstance(value, (Page, AsyncPage)):
        return {"items": plain(value.items), "next_cursor": value.next_cursor, "has_more": value.has_more}
    return plain(value)


def called(client: Any, how: str, step: dict[str, Any]) -> Any:
    resource, name = step[how].split(".")
    method = getattr(getattr(client, resource), name)
    given = method(*step.get("path", []), **arguments(method, step))
    return given.pages() if how == "pages" else given


def run_blocking(client: Parley, how: str, step: dict[str, Any]) -> Any:
    given = called(client, how, step)
    if how == "call":
        return len(given.read()) if isinstance(given, Download) else answered(given)
    taken = []
    for item in given:
        taken.append(plain(item.items if how == "pages" else item))
        if len(taken) == step.get("take"):
            given.close()
            break
    return taken


async def run_async(client: AsyncParley, how: str, step: dict[str, Any]) -> Any:
    given = called(client, how, step)
    if how == "call":
        value = await given
        return len(await value.read()) if isinstance(value, AsyncDownload) else answered(value)
    taken = []
    async for item in given:
        taken.append(plain(item.items if how == "pages" else item))
        if len(taken) == step.get("take"):
            await given.close()
            break
    return taken


class Clients:
    """One client for each key that a scenario uses."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.blocking: dict[str, Parley] = {}
        self.asynchronous: dict[str, AsyncParley] = {}

    async def run(self, key: str, how: str, step: dict[str, Any]) -> Any:
        if self.kind == "blocking":
            if key not in self.blocking:
                self.blocking[key] = Parley(api_key=key, base_url=BASE_URL)
            return run_blocking(self.blocking[key], how, step)
        if key not in self.asynchronous:
            self.asynchronous[key] = AsyncParley(api_key=key, base_url=BASE_URL)
        return await run_async(self.asynchronous[key], how, step)

    async def close(self) -> None:
        for client in self.blocking.values():
            client.close()
        for other in self.asynchronous.values():
            await other.close()


async def play_steps(clients: Clients, steps: list[dict[str, Any]]) -> None:
    variables: Variables = {"run": secrets.token_hex(6)}
    for told in steps:
        step = {**filled({name: value for name, value in told.items() if name != "save"}, variables), "save": told.get("save", {})}
        how = next(one for one in HOW if one in step)
        key = step.get("api_key", KEY)
        if "expect_error" in step:
            fault = step["expect_error"]
            with pytest.raises(APIError) as caught:
                await clients.run(key, how, step)
            assert caught.value.status == fault["status"]
            assert caught.value.code == fault.get("code", caught.value.code)
            pointers = [one.pointer for one in caught.value.errors]
            assert pointers == fault.get("pointers", pointers)
            assert re.match("req_", caught.value.request_id or "")
            continue
        result = await clients.run(key, how, step)
        for place, expected in step.get("expect", {}).items():
            check(at(result, place), expected, f"{told} {place}")
        for name, place in step["save"].items():
            variables[name] = at(result, place)


def play(kind: str, steps: list[dict[str, Any]]) -> None:
    async def scenario() -> None:
        clients = Clients(kind)
        try:
            await play_steps(clients, steps)
        finally:
            await clients.close()

    anyio.run(scenario, backend="asyncio" if kind == "blocking" else kind)


@pytest.mark.parametrize("kind", ["blocking", "asyncio", "trio"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["name"] for one in SCENARIOS])
def test_scenario(kind: str, scenario: dict[str, Any]) -> None:
    play(kind, scenario["steps"])


CREATE: dict[str, Any] = {"call": "agents.create", "body": {"name": "Anna"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {**CREATE, "expect": {"$.name": "Berta"}},
        {**CREATE, "expect": {"$.name": {"?absent": True}}},
        {**CREATE, "expect": {"$.name": {"?type": "number"}}},
        {**CREATE, "expect_error": {"status": 422}},
        {**CREATE, "body": {"name": ""}, "expect_error": {"status": 404}},
        {**CREATE, "body": {"name": ""}, "expect_error": {"status": 422, "pointers": ["/prompt"]}},
        {**CREATE, "body": {"name": ""}},
        {"call": "agents.nothing"},
        {"iterate": "agents.list", "expect": {"$": {"?length": -1}}},
    ],
)
def test_the_suite_fails_when_the_server_does_something_else(wrong: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, APIError, AttributeError, pytest.fail.Exception)):
        play("blocking", [wrong])
