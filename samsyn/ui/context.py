"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from samsyn.ui import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "menu": navigation.items(getattr(request, "user", None)),
        "other_language": "en" if get_language() == "sv" else "sv",
    }
