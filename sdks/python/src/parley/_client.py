"""The two clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx
from typing_extensions import Self, Unpack

from ._core.asynchronous import AsyncCredential, AsyncTransport
from ._core.blocking import Credential, Transport
from ._core.errors import ParleyError
from ._core.exchange import ApiRequest, Response, Settings
from ._core.omit import OMIT
from ._core.options import WriteOptions
from ._core.runtime import Runtime
from ._core.url import api_base
from ._generated.async_resources import AsyncParleyResources
from ._generated.resources import ParleyResources
from ._version import VERSION

_BASE_URL = "http://127.0.0.1:3000"
_TIMEOUT = 60.0
_MAX_RETRIES = 2


def _settings(
    base_url: str | None, timeout: float, max_retries: int, headers: Mapping[str, str] | None, runtime: Runtime | None
) -> Settings:
    return Settings(
        api_base=api_base(base_url or os.environ.get("PARLEY_BASE_URL") or _BASE_URL),
        timeout=timeout,
        max_retries=max_retries,
        headers=headers or {},
        user_agent=f"parley-sdk-python/{VERSION}",
        runtime=runtime or Runtime(),
    )


def _key_of_environment() -> str:
    key = os.environ.get("PARLEY_API_KEY")
    if not key:
        raise ParleyError("No API key: give api_key, or set PARLEY_API_KEY.")
    return key


class Parley(ParleyResources):
    """
    A client of the Parley API that waits for its answers: ``Parley(api_key="…", base_url="…")``.

    Use it in a ``with`` statement, or close it when it is no longer needed. Threads may share it.

    :param api_key: An API key, an access token, or a function that gives one; default: ``PARLEY_API_KEY`` of the environment.
    :param base_url: Where the server is; default: ``PARLEY_BASE_URL`` of the environment, or ``http://127.0.0.1:3000``.
    :param timeout: Seconds, for every attempt anew; in a stream the longest silence.
    :param max_retries: Attempts after the first.
    :param http_client: Instead of one of its own: for proxies, certificates, limits. It stays open when this client is closed.
    :param headers: Sent with every request.
    :param runtime: Clock, sleep and chance, for tests.
    """

    def __init__(
        self,
        api_key: Credential | None = None,
        base_url: str | None = None,
        timeout: float = _TIMEOUT,
        max_retries: int = _MAX_RETRIES,
        http_client: httpx.Client | None = None,
        headers: Mapping[str, str] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        settings = _settings(base_url, timeout, max_retries, headers, runtime)
        credential = api_key or _key_of_environment()
        self._own_client = httpx.Client() if http_client is None else None
        self._transport = Transport(settings, credential, http_client or self._own_client or httpx.Client())
        super().__init__(self._transport)

    def request(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = OMIT, **options: Unpack[WriteOptions]
    ) -> Response:
        """Any request below ``/api/v1``, with the same retries and errors: for what this version has no method for."""
        return self._transport.raw(ApiRequest(method.upper(), path, query or {}, body), options)

    def close(self) -> None:
        """Closes its connections."""
        if self._own_client is not None:
            self._own_client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class AsyncParley(AsyncParleyResources):
    """
    A client of the Parley API for asynchronous programs, on asyncio or trio: ``AsyncParley(api_key="…", base_url="…")``.

    Use it in an ``async with`` statement, or close it when it is no longer needed.

    :param api_key: An API key, an access token, or a function that gives one, at once or when awaited; default: ``PARLEY_API_KEY`` of the
        environment.
    :param base_url: Where the server is; default: ``PARLEY_BASE_URL`` of the environment, or ``http://127.0.0.1:3000``.
    :param timeout: Seconds, for every attempt anew; in a stream the longest silence.
    :param max_retries: Attempts after the first.
    :param http_client: Instead of one of its own: for proxies, certificates, limits. It stays open when this client is closed.
    :param headers: Sent with every request.
    :param runtime: Clock, sleep and chance, for tests.
    """

    def __init__(
        self,
        api_key: AsyncCredential | None = None,
        base_url: str | None = None,
        timeout: float = _TIMEOUT,
        max_retries: int = _MAX_RETRIES,
        http_client: httpx.AsyncClient | None = None,
        headers: Mapping[str, str] | None = None,
        runtime: Runtime | None = None,
    ) -> None:
        settings = _settings(base_url, timeout, max_retries, headers, runtime)
        credential = api_key or _key_of_environment()
        self._own_client = httpx.AsyncClient() if http_client is None else None
        self._transport = AsyncTransport(settings, credential, http_client or self._own_client or httpx.AsyncClient())
        super().__init__(self._transport)

    async def request(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = OMIT, **options: Unpack[WriteOptions]
    ) -> Response:
        """Any request below ``/api/v1``, with the same retries and errors: for what this version has no method for."""
        return await self._transport.raw(ApiRequest(method.upper(), path, query or {}, body), options)

    async def close(self) -> None:
        """Closes its connections."""
        if self._own_client is not None:
            await self._own_client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
