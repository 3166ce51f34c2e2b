"""Makes an agent and lists all there are: ``PARLEY_API_KEY=… PARLEY_BASE_URL=… python examples/agents.py``"""

from parley import Parley

with Parley() as parley:
    agent = parley.agents.create(
        name="Front desk",
        greeting="Bright Smile Dental, good morning!",
        prompt="You answer the telephone of a dental practice. Be brief and friendly.",
    )
    published = parley.agents.publish(agent.id)
    parley.agents.set_tag(agent.id, "prod", version=published.version)

    for one in parley.agents.list(sort="name"):
        print(one.id, one.name, one.tags)
