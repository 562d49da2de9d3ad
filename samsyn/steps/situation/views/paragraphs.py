"""Writing in the three parts of the law."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.situation import access, services
from samsyn.steps.situation.forms import ParagraphForm
from samsyn.steps.situation.models import Paragraph, Section
from samsyn.steps.situation.views.shared import back_to, frame, refused
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "situation/paragraph.html"


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Write a new paragraph; `?del=` chooses the part."""
    picture = access.picture_for(request.user, slug, change=True)
    if request.method != "POST":
        wanted = request.GET.get("del", "")
        form = ParagraphForm(initial={"section": wanted if wanted in Section.values else Section.MAPPING})
        return page(request, TEMPLATE, {**frame(picture.pair), "form": form})
    form = ParagraphForm(request.POST)
    if form.is_valid():
        try:
            services.add_paragraph(
                picture=picture,
                section=form.cleaned_data["section"],
                text=form.cleaned_data["text"],
                by=request.user,
            )
            messages.success(request, _("Stycket är sparat."))
            return back_to(picture.pair, "delar")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, TEMPLATE, {**frame(picture.pair), "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change one's own party's paragraph."""
    row = _own(request, slug, pk)
    pair = row.picture.pair
    if request.method != "POST":
        form = ParagraphForm(is_new=False, initial={"text": row.text, "version": row.version})
        return page(request, TEMPLATE, {**frame(pair), "form": form, "row": row})
    form, theirs = ParagraphForm(request.POST, is_new=False), ""
    if form.is_valid():
        try:
            services.change_paragraph(
                paragraph=row,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
            messages.success(request, _("Stycket är sparat."))
            return back_to(pair, "delar")
        except UserError as error:
            row.refresh_from_db(fields=["version", "text", "removed_at"])
            theirs = refused(form, error, version=row.version)
    context: dict[str, Any] = {**frame(pair), "form": form, "row": row, "theirs": theirs}
    return page(request, TEMPLATE, context, status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own party's paragraph out of the picture."""
    row = _own(request, slug, pk)
    form = ParagraphForm({"text": row.text, "version": request.POST.get("version", "")}, is_new=False)
    theirs = ""
    if form.is_valid():
        try:
            services.remove_paragraph(
                paragraph=row, version=form.cleaned_data["version"] or 0, by=request.user
            )
            messages.success(request, _("Stycket är borttaget."))
            return back_to(row.picture.pair, "delar")
        except UserError as error:
            theirs = refused(form, error, version=row.version)
    context = {**frame(row.picture.pair), "form": form, "row": row, "theirs": theirs}
    return page(request, TEMPLATE, context, status=422)


@login_required
@require_POST
def move(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a paragraph one place up or down."""
    row = access.paragraph_for(request.user, slug, pk)
    services.move_paragraph(paragraph=row, up=request.POST.get("till") == "upp", by=request.user)
    return back_to(row.picture.pair, f"stycke-{row.pk}", is_ordering=True)


def _own(request: MemberRequest, slug: str, pk: int) -> Paragraph:
    row = access.paragraph_for(request.user, slug, pk)
    if row.party != request.user.party:
        raise PermissionDenied
    return row
