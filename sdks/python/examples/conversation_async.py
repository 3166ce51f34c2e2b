"""Types with three agents at the same time: ``PARLEY_API_KEY=… PARLEY_BASE_URL=… python examples/conversation_async.py``"""

from __future__ import annotations

import asyncio

from parley import AsyncParley


async def ask(parley: AsyncParley, name: str) -> str:
    agent = await parley.agents.create(name=name, greeting=f"Hello, I am {name}.")
    conversation = await parley.conversations.create(agent_id=agent.id)
    said = f"{name}: "
    async for event in parley.conversations.stream_message(conversation.id, content="Can you help me?"):
        if event.type == "message.delta":
            said += event.text
    return said


async def main() -> None:
    async with AsyncParley() as parley:
        for answer in await asyncio.gather(*(ask(parley, name) for name in ("Anna", "Ben", "Cleo"))):
            print(answer)


asyncio.run(main())
