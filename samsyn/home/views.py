"""Placeholder views of the house's start; each becomes a module of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samsyn.ui.shortcuts import page


def start(request: HttpRequest) -> HttpResponse:
    return page(request, "home/start.html", {})


def pair(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, "home/start.html", {})


def step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return page(request, "home/start.html", {})


def glossary(request: HttpRequest) -> HttpResponse:
    return page(request, "home/start.html", {})


news = accessibility = settings = glossary


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


ready = health
