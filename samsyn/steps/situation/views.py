from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samsyn.ui.shortcuts import page


def picture(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "home/start.html", {})
