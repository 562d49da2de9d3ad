"""The main menu. An app adds its item from `apps.py`; items are shown in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """One item of the main menu: `key` is what a page sets as `room` to be marked as current.

    is_for  whether the item is shown to a member; without it, to all who have signed in
    """

    key: str
    label: str | Promise
    url_name: str
    order: int
    is_for: Callable[[Any], bool] | None = None


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    _items[item.key] = item


def every() -> list[Item]:
    """Return every item, in order."""
    return sorted(_items.values(), key=lambda item: item.order)


def items(member: Any) -> list[Item]:
    """Return the items for the member, in order; a stranger has no menu."""
    if member is None or not member.is_authenticated:
        return []
    return [item for item in every() if item.is_for is None or item.is_for(member)]
