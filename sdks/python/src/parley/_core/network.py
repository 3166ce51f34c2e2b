"""Errors of the network, said in this library's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from .errors import APIConnectionError, APITimeoutError


@contextmanager
def library_errors() -> Iterator[None]:
    """Turns errors of httpx into those of this library."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise APITimeoutError("The server did not answer in time.") from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise APIConnectionError("The connection to the server failed.") from error
