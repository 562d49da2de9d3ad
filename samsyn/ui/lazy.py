"""Functions that are found when they are called: an app registers what it does without loading what it computes with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.module_loading import import_string


@cache
def later(path: str) -> Callable[..., Any]:
    """Return a function that calls the one at the dotted path, imported the first time. The same path is the same function."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return import_string(path)(*args, **kwargs)

    call.__name__ = call.__qualname__ = path.rpartition(".")[2]
    return call
