"""
Not run: read by mypy, as a program that uses the package. Every ``type: ignore`` stands for a mistake that the types must find, for one
that is not needed is an error itself.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import assert_type

from parley import APIError, AsyncParley, Page, Parley, webhooks
from parley.models import Agent, AgentMessage, Call, CallListItem, MessageExchange
from parley.params import TtsSettingsParam

parley = Parley()


def blocking() -> None:
    voice: TtsSettingsParam = {"voice": "rms", "speed": 2}
    agent = parley.agents.create(name="Anna", tts=voice, functions=[{"type": "built_in", "name": "end_call"}])
    assert_type(agent, Agent)
    assert_type(agent.tts.speed, float)
    assert_type(agent.published_version, "int | None")
    parley.agents.update(agent.id, llm=agent.llm, prompt=None, if_match=agent.revision)
    calls = parley.calls.list(status="ended", metadata={"plan": "gold"})
    assert_type(calls, Page[CallListItem])
    for call in calls:
        assert_type(call.status, Literal["registered", "ongoing", "ended", "error"])
    for message in parley.conversations.get("conv_1").messages:
        if message.role == "agent":
            assert_type(message, AgentMessage)
    for event in parley.conversations.stream_message("conv_1", content="Hi"):
        if event.type == "message.delta":
            assert_type(event.text, str)
        elif event.type == "exchange.completed":
            assert_type(event.exchange, MessageExchange)
    parley.calls.create(type="web", agent_id=agent.id, idempotency_key="k")
    parley.calls.create(type="phone", agent_id=agent.id, from_="+15550000000", to="+15550000001")
    assert_type(parley.calls.get_recording("call_1").read(), bytes)
    webhook = webhooks.unwrap(b"", {}, ["whsec_a", "whsec_b"])
    if webhook.type == "call.ended":
        assert_type(webhook.data.duration_ms, "int | None")


async def asynchronous(client: AsyncParley) -> None:
    assert_type(await client.calls.get("call_1"), Call)
    async for item in client.calls.list():
        assert_type(item, CallListItem)
    page = await client.calls.list()
    assert_type(page.items, list[CallListItem])


def mistakes(error: APIError) -> None:
    parley.agents.create()  # type: ignore[call-arg]
    parley.agents.create(name=1)  # type: ignore[arg-type]
    parley.agents.create(name="Anna", tts={"speed": "fast"})  # type: ignore[arg-type]
    parley.agents.create(name="Anna", greting="Hi")  # type: ignore[call-arg]
    parley.agents.get("agent_1", if_match=1)  # type: ignore[call-arg]
    parley.agents.list(sort="colour")  # type: ignore[arg-type]
    parley.calls.create(type="web", to="+15550000000", agent_id="agent_1")  # type: ignore[call-overload]
    parley.agents.get("agent_1").colour  # type: ignore[attr-defined]  # noqa: B018
    assert error.code == "no_such_code"  # type: ignore[comparison-overlap]
