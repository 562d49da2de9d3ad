"""What others do when new figures have come into force: later apps register it from their `apps.py`."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from samsyn.places.models import City

log = structlog.get_logger("samsyn.evidence")
Hook = Callable[[City], None]
_hooks: list[Hook] = []


def after_import(hook: Hook) -> Hook:
    """Have the hook called with the city whose figures may be new; usable as a decorator. Each hook once."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def figures_may_be_new(city: City) -> None:
    """Call the hooks. They only make ready what is computed anyway: one that fails is logged and changes nothing."""
    for hook in _hooks:
        try:
            hook(city)
        except Exception as error:
            log.error("hook-failed", hook=hook.__qualname__, city=city.pk, exc_info=error)
