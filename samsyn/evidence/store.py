"""The store of this installation's figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from samsyn.engine.figures import FigureStore


def figures() -> FigureStore:
    """Return the folder of Parquet files under SAMSYN_DATA."""
    from samsyn.engine.figures import FigureStore

    return FigureStore(Path(settings.SAMSYN_DATA) / "figures")
