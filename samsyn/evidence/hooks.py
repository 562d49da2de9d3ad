"""What others do when new figures have come into force, or are seen by fewer: later apps register it from `apps.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from samsyn.places.models import City

if TYPE_CHECKING:
    from samsyn.evidence.models import Dataset
    from samsyn.people.models import Member

log = structlog.get_logger("samsyn.evidence")
Hook = Callable[[City], None]
WithdrawalHook = Callable[["Dataset", "Member"], None]
_hooks: list[Hook] = []
_withdrawal_hooks: list[WithdrawalHook] = []


def after_import(hook: Hook) -> Hook:
    """Have the hook called with the city whose figures may be new; usable as a decorator. Each hook once."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def after_withdrawal(hook: WithdrawalHook) -> WithdrawalHook:
    """Have the hook called with the dataset that is no longer seen by both and the one who took it back."""
    if hook not in _withdrawal_hooks:
        _withdrawal_hooks.append(hook)
    return hook


def dataset_withdrawn(dataset: Dataset, by: Member) -> None:
    """Call the hooks, in the same transaction: a text of both that cannot be made anew stops the withdrawal."""
    for hook in _withdrawal_hooks:
        hook(dataset, by)


def figures_may_be_new(city: City) -> None:
    """Call the hooks. They only make ready what is computed anyway: one that fails is logged and changes nothing."""
    for hook in _hooks:
        try:
            hook(city)
        except Exception as error:
            log.error("hook-failed", hook=hook.__qualname__, city=city.pk, exc_info=error)
