"""Registers a web call, finds it by its metadata and ends it: ``PARLEY_API_KEY=… PARLEY_BASE_URL=… python examples/web_call.py``"""

from parley import Parley

with Parley() as parley:
    agent = parley.agents.create(name="Anna")
    call = parley.calls.create(type="web", transport="webrtc", agent_id=agent.id, metadata={"visitor": "4711"})
    print(f"A browser sends its offer to {call.webrtc_url} with this token: {call.client_token[:12]}…")

    for one in parley.calls.list(agent_id=agent.id, metadata={"visitor": "4711"}):
        print(one.id, one.status)

    parley.calls.end(call.id)
    # Ends by itself when the call is over; during a call it brings every event as it happens.
    for event in parley.calls.follow_events(call.id):
        print(event.at_ms, event.event.type)
    ended = parley.calls.get(call.id)
    print(ended.status, ended.disconnection_reason)
