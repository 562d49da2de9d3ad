"""The log: who did what, when, in which pair; and whether its chain holds."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse

from samsyn.home import logbook
from samsyn.people.requests import MemberRequest
from samsyn.ui.shortcuts import page

A_PAGE = 50


@login_required
def log(request: MemberRequest) -> HttpResponse:
    book = logbook.open_for(request.user)
    wish = logbook.wish_from(request.GET, book)
    paper = Paginator(logbook.entries(book, wish), A_PAGE).get_page(request.GET.get("sida"))
    return page(
        request,
        "home/log.html",
        {
            "book": book,
            "wish": wish,
            "paper": paper,
            "rows": logbook.lines(list(paper.object_list), book),
            "chain": logbook.chain(),
            "checked": logbook.decisions() if book.reads_all else None,
            "kinds": logbook.kinds(),
            "people": logbook.readers_choices(book),
            "room": "settings",
        },
    )
