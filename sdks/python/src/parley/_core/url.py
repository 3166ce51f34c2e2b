"""Addresses of requests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

from .errors import ParleyError


def path_of(template: str, **values: object) -> str:
    """A path with ids in it. An id that would lead to another path is refused: an empty one would turn ``get`` into ``list``."""
    encoded = {}
    for name, value in values.items():
        text = str(value)
        if text in ("", ".", ".."):
            raise ParleyError(f'"{text}" cannot be a part of a path.')
        encoded[name] = quote(text, safe="")
    return template.format(**encoded)


def time_text(time: datetime) -> str:
    """RFC 3339 in UTC. A time without a time zone has no one meaning."""
    if time.tzinfo is None:
        raise ValueError("A time needs its time zone: datetime(…, tzinfo=timezone.utc).")
    return time.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return time_text(value)
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _pairs(f"{name}[{key}]", member)
    elif isinstance(value, (list, tuple, set, frozenset)):
        if value:
            yield name, ",".join(_scalar(item) for item in value)
    elif value is not None:
        yield name, _scalar(value)


def url_of(base: str, path: str, query: Mapping[str, Any]) -> str:
    """Members of mappings as ``metadata[plan]=gold``, lists as ``fields=a,b``; what is ``None`` is left out."""
    pairs = [pair for name, value in query.items() for pair in _pairs(name, value)]
    return f"{base}{path}?{urlencode(pairs)}" if pairs else f"{base}{path}"


def api_base(base_url: str) -> str:
    """Where the API is on a server whose address may be given with or without ``/api/v1`` behind it."""
    if not re.match(r"https?://[^/]", base_url):
        raise ParleyError(f'base_url must begin with http:// or https://, but is "{base_url}".')
    return re.sub(r"/api/v1$", "", base_url.rstrip("/")) + "/api/v1"
