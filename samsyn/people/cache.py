"""Two caches. Pages use the process's own quick memory; sign-in attempts are counted where every process sees them."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache


class SharedCache(FileBasedCache):
    """Files that all processes share. `add` is atomic, because allauth's locks are built on it."""

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        self._createdir()  # type: ignore[attr-defined]
        with open(f"{self._dir}/lock", "ab") as handle:  # type: ignore[attr-defined]  # noqa: PTH123
            fcntl.flock(handle, fcntl.LOCK_EX)
            return super().add(key, value, timeout, version)

    def change(self, key: str, change: Callable[[Any], Any], *, timeout: float) -> None:
        """Put what `change` makes of the value (None at first) in its place, while no other process does the same."""
        self._createdir()  # type: ignore[attr-defined]
        with open(f"{self._dir}/lock", "ab") as handle:  # type: ignore[attr-defined]  # noqa: PTH123
            fcntl.flock(handle, fcntl.LOCK_EX)
            self.set(key, change(self.get(key)), timeout)


class PageCache(LocMemCache):
    """The default cache: this process's memory, save for allauth's keys, which go to the shared one.

    allauth counts failed sign-ins and used one-time codes in the default cache and offers no other way.
    """

    def _place(self, key: Any) -> BaseCache | None:
        return caches["shared"] if str(key).startswith("allauth") else None

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        place = self._place(key)
        return place.add(key, value, timeout, version) if place else super().add(key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        place = self._place(key)
        return place.get(key, default, version) if place else super().get(key, default, version)

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        place = self._place(key)
        if place:
            place.set(key, value, timeout, version)
        else:
            super().set(key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        place = self._place(key)
        return place.delete(key, version) if place else super().delete(key, version)
