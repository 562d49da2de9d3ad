"""Canonical JSON: the exact text that both parties approve and whose checksum they sign.

Language-independent: codes where the program speaks, people's own words as they wrote them. The same values
give the same bytes. Nothing here asks for the time.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.utils import timezone


def dumps(contents: Mapping[str, Any]) -> str:
    """Return the canonical text: sorted keys, no spaces, UTF-8, plain numbers.

    Raises ValueError for a number that is not finite.
    """
    text = json.dumps(
        plain(contents), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair has no bytes


def plain(value: Any) -> Any:
    """Return the value as what JSON knows: whole numbers without a decimal, dates as ISO, texts in NFC."""
    if type(value) is str:  # most of what a text holds
        return _text(value)
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        exact = float(f"{value:.12g}")  # libraries differ in the last digits of what they compute
        return int(exact) if exact.is_integer() else exact
    if isinstance(value, datetime):
        return timezone.localtime(value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _plain_other(value)


def _plain_other(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            _text(key) if type(key) is str else str(plain(key)): plain(item) for key, item in value.items()
        }
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if hasattr(value, "item"):  # a number of numpy
        return plain(value.item())
    return _text(str(value))


def _text(value: str) -> str:
    if value.isascii() and "\r" not in value:  # most texts that are codes: NFC of them is themselves
        return value
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n")
