"""Objects of answers: attributes for people, all fields kept for the way back."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar, Union

from typing_extensions import Self

M = TypeVar("M", bound="Model")


@dataclass(frozen=True)
class ListOf:
    """A list of values of one shape."""

    items: Shape


@dataclass(frozen=True)
class RecordOf:
    """A mapping from any names to values of one shape."""

    values: Shape


@dataclass(frozen=True)
class OneOf:
    """One of several models, told apart by the value of a field; one that is not known is a plain :class:`Model`."""

    field: str
    members: Mapping[Any, type[Model] | OneOf]


@dataclass(frozen=True)
class Time:
    """A time: JSON has it as text (RFC 3339)."""


TIME = Time()

Shape = Union[type["Model"], ListOf, RecordOf, OneOf, Time, None]
"""Which models and times are in a JSON value, and where. ``None``: none are, the value stays as it is."""


def _time(value: Any) -> Any:
    """The time, in UTC; what is none stays as it is."""
    try:
        # Before 3.11 "Z" is not known.
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return value


def _time_text(time: datetime) -> str:
    """As the server writes it: ``2026-05-04T09:30:00.000Z``."""
    precision = "milliseconds" if time.microsecond % 1_000 == 0 else "microseconds"
    text = time.isoformat(timespec=precision)
    return text.replace("+00:00", "Z")


def read(shape: Shape, value: Any) -> Any:
    """The JSON value with its models. What does not have the shape stays as it is: a newer server may send it."""
    if shape is None or value is None:
        return value
    if isinstance(shape, ListOf):
        return [read(shape.items, item) for item in value] if isinstance(value, list) else value
    if not isinstance(value, Mapping):
        return _time(value) if isinstance(shape, Time) else value
    if isinstance(shape, RecordOf):
        return {name: read(shape.values, item) for name, item in value.items()}
    if isinstance(shape, OneOf):
        return read(shape.members.get(value.get(shape.field), Model), value)
    return value if isinstance(shape, Time) else shape(value)


def plain(value: Any) -> Any:
    """The JSON value again, without models."""
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, datetime):
        return _time_text(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def attribute_name(field: str) -> str:
    """``from`` is a word of Python: the field is the attribute ``from_``."""
    return f"{field}_" if keyword.iskeyword(field) or hasattr(Model, field) else field


def field_name(attribute: str) -> str:
    """The field that an attribute stands for."""
    field = attribute[:-1]
    return field if attribute.endswith("_") and attribute_name(field) == attribute else attribute


class Model:
    """An object of an answer. Its fields are attributes, those that this version does not know as well."""

    _shapes: ClassVar[Mapping[str, Shape]] = {}

    def __init__(self, fields: Mapping[str, Any]) -> None:
        for name, value in fields.items():
            self.__dict__[attribute_name(name)] = read(self._shapes.get(name), value)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Makes one of JSON: of what :meth:`to_dict` gave, say."""
        return cls(fields)

    def to_dict(self) -> dict[str, Any]:
        """All fields as JSON, unknown ones too; fields that the server did not send are not there."""
        return {field_name(name): plain(value) for name, value in self.__dict__.items()}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    # Fields can be set.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"
