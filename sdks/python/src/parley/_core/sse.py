"""Server-sent events (WHATWG HTML 9.2): bytes in pieces in, messages out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class SseMessage:
    """One event, as it stood on the wire."""

    event: str
    data: str
    id: str
    """The last id of the stream so far; empty where none was sent."""


class SseParser:
    """Takes the pieces of one stream."""

    retry: float | None = None
    """For how many seconds the server asked to wait before a new connection."""

    def __init__(self) -> None:
        # Leaves out the byte order mark that a stream may begin with.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest = ""
        self._after_cr = False
        self._event = ""
        self._data: list[str] = []
        self._id = ""

    def push(self, piece: bytes) -> Iterator[SseMessage]:
        """The messages that are complete with this piece."""
        text = self._decoder.decode(piece)
        if text == "":
            return
        # The CR of the piece before ended its line already.
        fresh = text[1:] if self._after_cr and text.startswith("\n") else text
        self._after_cr = text.endswith("\r")
        *lines, self._rest = _LINE_END.split(self._rest + fresh)
        for line in lines:
            message = self._line(line)
            if message is not None:
                yield message

    def _line(self, line: str) -> SseMessage | None:
        if line == "":
            return self._dispatch()
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._event = value
        elif field == "id" and "\0" not in value:
            self._id = value
        elif field == "retry" and re.fullmatch("[0-9]{1,9}", value):
            self.retry = int(value) / 1_000
        return None

    def _dispatch(self) -> SseMessage | None:
        data, event = self._data, self._event
        self._data, self._event = [], ""
        return SseMessage(event or "message", "\n".join(data), self._id) if data else None
