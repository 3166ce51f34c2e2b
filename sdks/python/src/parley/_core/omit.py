"""What was not given, told apart from ``None``, which is sent as JSON ``null``."""

from __future__ import annotations

from typing import Final, final


@final
class Omit:
    """The type of :data:`OMIT`."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "OMIT"


OMIT: Final = Omit()
"""Stands for an argument that was not given; the server takes its default then."""
