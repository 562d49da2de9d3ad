"""Faults that the kills must find: what the program would be without one of its transactions. Only ever in a victim."""

from __future__ import annotations

import contextlib
from typing import Any

from django.db import models, transaction

# name -> module and function that lose their transaction
WITHOUT: dict[str, tuple[tuple[str, str], ...]] = {
    "release": (("samsyn.releases.services", "release"),),
    "withdraw": (("samsyn.releases.services", "withdraw"),),
    "approve": (
        ("samsyn.records.services", "approve"),
        ("samsyn.steps.situation.services.editions", "approve_edition"),
        ("samsyn.steps.situation.services", "approve_edition"),
        ("samsyn.records.joint.services", "approve"),
    ),
}
TOO_EARLY = "told-too-early"
FAULTS = (*WITHOUT, TOO_EARLY)


def spoil(name: str) -> None:
    """Take the transaction away from the functions of that name."""
    import importlib

    for module, function in WITHOUT.get(name, ()):
        held = importlib.import_module(module)
        setattr(held, function, _without(getattr(held, function)))
    if name in WITHOUT:  # a lock outside a transaction is refused; a program without transactions has none
        models.QuerySet.select_for_update = lambda self, **_options: self.all()  # type: ignore[method-assign]


def _without(function: Any) -> Any:
    return getattr(function, "__wrapped__", function)


def around(name: str) -> contextlib.AbstractContextManager[Any]:
    """Told too early: what is said to have succeeded is not committed yet."""
    return transaction.atomic() if name == TOO_EARLY else contextlib.nullcontext()
