"""Everything that the server answers with."""

from ._generated.models import *
