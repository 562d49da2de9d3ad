"""Pages of text: glossary, news, accessibility. And whether the program is up and ready."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from samsyn.home import glossary as words
from samsyn.home import health, markdown, texts
from samsyn.ui.shortcuts import page


def glossary(request: HttpRequest) -> HttpResponse:
    sought = request.GET.get("sok", "")[:80]
    found = words.search(sought)
    return page(request, "home/glossary.html", {"terms": found, "sought": sought, "all": len(words.terms())})


def news(request: HttpRequest) -> HttpResponse:
    text = texts.read("CHANGELOG.md").partition("\n")[2]  # the page has its own heading
    return page(request, "home/news.html", {"news": markdown.render(text, lower=0)})


def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, "home/accessibility.html", {})


def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process is up; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the program can work, else 503 with codes."""
    found = health.problems()
    return JsonResponse({"ready": not found, "problems": found}, status=503 if found else 200)
