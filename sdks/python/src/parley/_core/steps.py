"""
The steps of an exchange with the server. The core is made of generators that ask for a step and are sent its outcome; the blocking and the
asynchronous client perform the steps, each in its own way, and decide nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, Union

import httpx

T = TypeVar("T")


class Answer(Protocol):
    """An answer whose body has not been read."""

    response: httpx.Response


@dataclass(frozen=True)
class Authorize:
    """Gives the key, or the access token, of the client."""


@dataclass(frozen=True)
class Send:
    """Gives the :class:`Answer` with its headers."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    timeout: float


@dataclass(frozen=True)
class ReadAll:
    """Reads the whole body, and closes."""

    answer: Answer
    timeout: float


@dataclass(frozen=True)
class ReadPiece:
    """Gives the next bytes of the body, ``None`` when it is over."""

    answer: Answer


@dataclass(frozen=True)
class Sleep:
    """Waits."""

    seconds: float


@dataclass(frozen=True)
class Emit:
    """Hands an event to whoever iterates over the stream."""

    event: Any


Step = Union[Authorize, Send, ReadAll, ReadPiece, Sleep, Emit]
Steps = Generator[Step, Any, T]


class Run(Generic[T]):
    """Steps under way: ``step`` is the one to be performed next, ``None`` when they are over."""

    step: Step | None
    result: T

    def __init__(self, steps: Steps[T]) -> None:
        self._steps = steps
        self.resume(None)

    def resume(self, outcome: Any) -> None:
        """Goes on with what came of the step."""
        try:
            self.step = self._steps.send(outcome)
        except StopIteration as stop:
            self.step, self.result = None, stop.value

    def fail(self, error: Exception) -> None:
        """Goes on with the error that came of the step; raises it, or another, where the steps know no way around."""
        try:
            self.step = self._steps.throw(error)
        except StopIteration as stop:
            self.step, self.result = None, stop.value
