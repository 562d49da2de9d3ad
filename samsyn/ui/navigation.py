"""The main menu. An app adds its item from `apps.py`; items are shown in order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """One item of the main menu: `key` is what a page sets as `room` to be marked as current."""

    key: str
    label: str | Promise
    url_name: str
    order: int


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    _items[item.key] = item


def items() -> list[Item]:
    return sorted(_items.values(), key=lambda item: item.order)
