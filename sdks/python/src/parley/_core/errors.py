"""What this library raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._generated.error_codes import ErrorCode


class ParleyError(Exception):
    """Everything that this library raises itself."""


class APIConnectionError(ParleyError):
    """No answer, or only a part of one: the network failed, or there is no server."""


class APITimeoutError(APIConnectionError):
    """An attempt took longer than ``timeout``."""


@dataclass(frozen=True)
class FieldFault:
    """What is wrong in one place of a request."""

    pointer: str
    """A JSON pointer (RFC 6901) into the body, or below ``/query``."""

    message: str


class APIError(ParleyError):
    """The server refused, or failed."""

    status: int
    code: ErrorCode | None
    """``None`` where the answer is not one of Parley: a proxy's, say. A newer server may send codes that this version does not know."""

    title: str
    detail: str | None
    request_id: str | None
    """Say it to whoever runs the server: the log has it."""

    errors: tuple[FieldFault, ...]
    retry_after: float | None
    """For how many seconds the server asks to wait; ``None`` where it does not."""

    def __init__(self, status: int, problem: Mapping[str, Any], request_id: str | None, retry_after: float | None) -> None:
        self.status = status
        self.code = _text(problem.get("code"))  # type: ignore[assignment]
        self.title = _text(problem.get("title")) or "The server did not say why."
        self.detail = _text(problem.get("detail"))
        self.request_id = _text(problem.get("request_id")) or request_id
        self.errors = tuple(_faults(problem.get("errors")))
        self.retry_after = retry_after
        super().__init__(self._message())

    def _message(self) -> str:
        faults = "; ".join(f"{fault.pointer} {fault.message}" for fault in self.errors)
        said = " ".join(part for part in (self.detail or self.title, faults) if part)
        code = "" if self.code is None else f"{self.code}: "
        request = "" if self.request_id is None else f" ({self.request_id})"
        return f"{self.status} {code}{said}{request}"


class BadRequestError(APIError):
    """400"""


class AuthenticationError(APIError):
    """401: no credentials, or wrong or expired ones."""


class PermissionDeniedError(APIError):
    """403: the credentials do not allow this."""


class NotFoundError(APIError):
    """404"""


class ConflictError(APIError):
    """409: the resource is in a state that does not allow this."""


class PreconditionFailedError(APIError):
    """412: somebody else changed the resource since the revision in ``if_match``."""


class ValidationError(APIError):
    """422: ``errors`` names the fields."""


class RateLimitError(APIError):
    """429: too many requests, or a quota is used up (``quota_exceeded``)."""


class InternalServerError(APIError):
    """500 and above."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError,
    422: ValidationError,
    429: RateLimitError,
}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _faults(value: object) -> list[FieldFault]:
    members = value if isinstance(value, list) else []
    return [
        FieldFault(one["pointer"], str(one.get("message", "")))
        for one in members
        if isinstance(one, dict) and isinstance(one.get("pointer"), str)
    ]


def api_error(status: int, body: bytes, request_id: str | None, retry_after: float | None) -> APIError:
    """The error that an answer stands for, whoever sent it."""
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    kind = _BY_STATUS.get(status, InternalServerError if status >= 500 else APIError)
    return kind(status, problem if isinstance(problem, dict) else {}, request_id, retry_after)
