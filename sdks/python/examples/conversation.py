"""Types with a new agent and prints its answers as they are made: ``PARLEY_API_KEY=… PARLEY_BASE_URL=… python examples/conversation.py``"""

from parley import ConflictError, Parley

with Parley() as parley:
    agent = parley.agents.create(name="Anna", greeting="Hello, I am Anna.")
    conversation = parley.conversations.create(agent_id=agent.id, metadata={"source": "example"})
    for message in conversation.messages:
        if message.role == "agent":
            print(f"Anna: {message.content}")

    for content in ("Hello, who are you?", "Can you help me?"):
        print(f"You: {content}\nAnna: ", end="")
        for event in parley.conversations.stream_message(conversation.id, content=content):
            if event.type == "message.delta":
                print(event.text, end="", flush=True)
            elif event.type == "error":
                raise RuntimeError(event.message)
        print()

    parley.conversations.end(conversation.id)
    try:
        parley.conversations.create_message(conversation.id, content="Are you still there?")
    except ConflictError as error:
        if error.code != "conversation_ended":
            raise
        print("The conversation has ended.")
    print(parley.conversations.export(conversation.id, format="text"))
