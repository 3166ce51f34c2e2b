"""Typed dictionaries of what a request holds inside its fields."""

from ._generated.params import *
