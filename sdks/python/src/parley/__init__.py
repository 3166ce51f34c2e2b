"""
The Parley API from Python::

    from parley import Parley

    with Parley(api_key="…") as parley:
        agent = parley.agents.create(name="Anna")
"""

from __future__ import annotations

from . import models, params, webhooks
from ._client import AsyncParley, Parley
from ._core.asynchronous import AsyncCredential, AsyncDownload, AsyncEventStream, AsyncPage, AsyncPageRequest
from ._core.blocking import Credential, Download, EventStream, Page
from ._core.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    FieldFault,
    InternalServerError,
    NotFoundError,
    ParleyError,
    PermissionDeniedError,
    PreconditionFailedError,
    RateLimitError,
    ValidationError,
)
from ._core.exchange import Response
from ._core.model import Model
from ._core.omit import OMIT, Omit
from ._core.options import ConditionalOptions, FollowOptions, RequestOptions, WriteOptions
from ._core.runtime import Runtime
from ._generated.error_codes import ErrorCode
from ._version import VERSION
from .webhooks import WebhookVerificationError

__version__ = VERSION

__all__ = [
    "OMIT",
    "VERSION",
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AsyncCredential",
    "AsyncDownload",
    "AsyncEventStream",
    "AsyncPage",
    "AsyncPageRequest",
    "AsyncParley",
    "AuthenticationError",
    "BadRequestError",
    "ConditionalOptions",
    "ConflictError",
    "Credential",
    "Download",
    "ErrorCode",
    "EventStream",
    "FieldFault",
    "FollowOptions",
    "InternalServerError",
    "Model",
    "NotFoundError",
    "Omit",
    "Page",
    "Parley",
    "ParleyError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "RateLimitError",
    "RequestOptions",
    "Response",
    "Runtime",
    "ValidationError",
    "WebhookVerificationError",
    "WriteOptions",
    "__version__",
    "models",
    "params",
    "webhooks",
]
