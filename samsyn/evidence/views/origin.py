"""Where one figure comes from: file, row, checksum, day. Two clicks from any number."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from samsyn.people.requests import MemberRequest


@login_required
def show(request: MemberRequest, pk: int = 0) -> HttpResponse:
    raise Http404


points = show
