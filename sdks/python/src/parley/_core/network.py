"""Errors of the network, said in this library's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from .errors import APIConnectionError, APITimeoutError


def _what_failed(error: httpx.RequestError) -> str:
    """The system's own word for it, and where: ``: [Errno 111] Connection refused (http://127.0.0.1:3000)``."""
    said = str(error).rstrip(".")
    try:
        url = error.request.url
    except RuntimeError:
        return f": {said}" if said else ""
    port = "" if url.port is None else f":{url.port}"
    return f": {said or type(error).__name__} ({url.scheme}://{url.host}{port})"


@contextmanager
def library_errors() -> Iterator[None]:
    """Turns errors of httpx into those of this library."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise APITimeoutError("The server did not answer in time.") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise APIConnectionError(f"The connection to the server failed{_what_failed(error)}.") from error
