"""How long the processor worked on a page: waiting for others who use the machine is not in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


class WorkMiddleware:
    """Says it in a header, in milliseconds of the thread's own time."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        start = time.thread_time()
        response = self.get_response(request)
        response["X-Bench-Work"] = f"{(time.thread_time() - start) * 1000:.3f}"
        return response
