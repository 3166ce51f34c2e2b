"""Runs the main methods of the Python package retell-sdk, unmodified, and prints what came of each.

python scripts/retell-python-check.py URL KEY
"""

import asyncio
import sys
from typing import Any, Callable, List

import retell
from retell import AsyncRetell, Retell

failed: List[str] = []


def check(method: str, ask: Callable[[], Any], holds: Callable[[Any], bool] = lambda _answer: True) -> Any:
    """The method must answer, and `holds` must be true of the answer."""
    try:
        answer = ask()
        passed = holds(answer)
        said = str(answer)[:90]
    except Exception as error:
        answer, passed, said = None, False, repr(error)
    print(f"{'pass' if passed else 'FAIL'}  {method:<32} {said}")
    if not passed:
        failed.append(method)
    return answer


def refuse(method: str, error: type, ask: Callable[[], Any], status: int) -> None:
    """The method must raise this error."""
    try:
        said: Any = ask()
        passed = False
    except error as raised:
        said = str(raised)[:90]
        passed = raised.status_code == status and raised.body["status"] == "error"
    print(f"{'pass' if passed else 'FAIL'}  {method:<32} {said}")
    if not passed:
        failed.append(method)


def agents(client: Retell) -> str:
    llm = check("llm.create", lambda: client.llm.create(general_prompt="Answer briefly.", begin_message="Hello"), lambda one: one.version == 0)
    check("llm.retrieve", lambda: client.llm.retrieve(llm.llm_id), lambda one: one.general_prompt == "Answer briefly.")
    check("llm.update", lambda: client.llm.update(llm.llm_id, begin_message="Hi"), lambda one: one.begin_message == "Hi")
    check("llm.list", lambda: client.llm.list(limit=1000), lambda page: llm.llm_id in [one.llm_id for one in page.items])
    engine = {"type": "retell-llm", "llm_id": llm.llm_id}
    agent = check("agent.create", lambda: client.agent.create(response_engine=engine, voice_id="slt", agent_name="Check", ambient_sound="call-center"))
    check("agent.retrieve", lambda: client.agent.retrieve(agent.agent_id), lambda one: one.ambient_sound == "call-center")
    check("agent.update", lambda: client.agent.update(agent.agent_id, interruption_sensitivity=0.5), lambda one: one.interruption_sensitivity == 0.5)
    check("agent.list", lambda: client.agent.list(limit=1000), lambda page: agent.agent_id in [one.agent_id for one in page.items])
    check("agent.publish", lambda: client.agent.publish(agent.agent_id, version=0), lambda answer: answer is None)
    check("agent.create_version", lambda: client.agent.create_version(agent.agent_id, base_version=0), lambda one: one.version == 1)
    check("agent.list_versions", lambda: client.agent.list_versions(agent.agent_id), lambda page: len(page.items) == 2)
    check("agent.delete_version", lambda: client.agent.delete_version(agent.agent_id, version=1))
    check("chat_agent.create", lambda: client.chat_agent.create(response_engine=engine), lambda one: client.chat_agent.delete(one.agent_id) is None)
    refuse("agent.retrieve (not there)", retell.NotFoundError, lambda: client.agent.retrieve("agent_nobody"), 404)
    return str(agent.agent_id)


def calls(client: Retell, agent_id: str) -> None:
    call = check("call.create_web_call", lambda: client.call.create_web_call(agent_id=agent_id, metadata={"customer": 7}), lambda one: one.transport == "gateway")
    check("call.retrieve", lambda: client.call.retrieve(call.call_id), lambda one: one.metadata == {"customer": 7})
    check("call.update", lambda: client.call.update(call.call_id, metadata={"customer": 8}), lambda one: one.metadata == {"customer": 8})
    mine = {"agent": [{"agent_id": agent_id}]}
    check("call.list", lambda: client.call.list(filter_criteria=mine, include_total=True), lambda page: page.total == 1)
    successful = {"call_successful": {"type": "boolean", "op": "eq", "value": True}}
    check("call.list (a filter)", lambda: client.call.list(filter_criteria=successful), lambda page: page.items == [])
    refuse("call.list (a filter that is not there)", retell.UnprocessableEntityError, lambda: client.call.list(filter_criteria={"custom_analysis_data": [{"type": "string", "op": "eq", "value": "a", "key": "b"}]}), 422)
    check("call.stop", lambda: client.call.stop(call.call_id))
    check("call.delete", lambda: client.call.delete(call.call_id))
    numbers = {"from_number": "+15551230000", "to_number": "+15551230001"}
    refuse("call.create_phone_call", retell.UnprocessableEntityError, lambda: client.call.create_phone_call(**numbers, override_agent_id=agent_id), 422)


def chats(client: Retell, agent_id: str) -> None:
    chat = check("chat.create", lambda: client.chat.create(agent_id=agent_id), lambda one: one.chat_status == "ongoing")
    check("chat.create_chat_completion", lambda: client.chat.create_chat_completion(chat_id=chat.chat_id, content="Hello?"), lambda one: len(one.messages) > 0)
    check("chat.retrieve", lambda: client.chat.retrieve(chat.chat_id), lambda one: "User: Hello?" in one.transcript)
    check("chat.update", lambda: client.chat.update(chat.chat_id, metadata={"a": ["b"]}), lambda one: one.metadata == {"a": ["b"]})
    check("chat.list", lambda: client.chat.list(), lambda page: len(page.items) > 0)
    check("chat.end", lambda: client.chat.end(chat.chat_id))
    check("chat.delete", lambda: client.chat.delete(chat.chat_id))


def others(client: Retell, agent_id: str) -> None:
    number = "+15558887766"
    check("phone_number.create", lambda: client.phone_number.create(phone_number=number, inbound_agents=[{"agent_id": agent_id, "weight": 1}]))
    check("phone_number.retrieve", lambda: client.phone_number.retrieve(number), lambda one: one.inbound_agents[0].agent_id == agent_id)
    check("phone_number.update", lambda: client.phone_number.update(number, nickname="Desk"), lambda one: one.nickname == "Desk")
    check("phone_number.list", lambda: client.phone_number.list(), lambda page: len(page.items) > 0)
    check("phone_number.delete", lambda: client.phone_number.delete(number))
    check("voice.list", lambda: client.voice.list(), lambda voices: len(voices) > 0)
    check("voice.retrieve", lambda: client.voice.retrieve("slt"), lambda one: one.provider == "platform")
    check("concurrency.retrieve", lambda: client.concurrency.retrieve(), lambda one: one.current_concurrency == 0)
    refuse("knowledge_base.list", retell.InternalServerError, lambda: client.knowledge_base.list(), 501)
    texts = [{"title": "t", "text": "x"}]
    refuse("knowledge_base.create", retell.InternalServerError, lambda: client.knowledge_base.create(knowledge_base_name="k", knowledge_base_texts=texts), 501)


async def asynchronously(url: str, key: str) -> bool:
    async with AsyncRetell(api_key=key, base_url=url, _strict_response_validation=True) as client:
        return len(await client.voice.list()) > 0


def main() -> None:
    url, key = sys.argv[1].rstrip("/") + "/retell", sys.argv[2]
    # Strict: an answer that is not of the type that the package declares is an error.
    client = Retell(api_key=key, base_url=url, max_retries=0, _strict_response_validation=True)
    agent_id = agents(client)
    calls(client, agent_id)
    chats(client, agent_id)
    others(client, agent_id)
    check("agent.delete", lambda: client.agent.delete(agent_id))
    check("voice.list (asynchronous)", lambda: asyncio.run(asynchronously(url, key)), bool)
    wrong = Retell(api_key="parley_sk_wrong", base_url=url, max_retries=0)
    refuse("a wrong key", retell.AuthenticationError, lambda: wrong.voice.list(), 401)
    print(f"\nretell-sdk {retell.__version__}: {len(failed)} failed")
    sys.exit(1 if failed else 0)


main()
