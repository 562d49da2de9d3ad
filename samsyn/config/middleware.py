"""Around every request: one log line, and what no answer may lack.

The log line has id, method, route, status, time and the member's id. Never the path's text or a form.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

log = structlog.get_logger("samsyn.request")


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex[:12]
        with structlog.contextvars.bound_contextvars(request=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            log.info(
                "request",
                method=request.method,
                route=match.view_name if match else None,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                member=getattr(getattr(request, "user", None), "pk", None),
            )
        response["X-Request-Id"] = request_id
        return response


class PlainHttpMiddleware:
    """Three verbs are answered, and nothing that a page says is kept by a browser or a proxy unless the page says so."""

    VERBS = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.method in self.VERBS
        response = self.get_response(request) if known else HttpResponseNotAllowed(self.VERBS)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
