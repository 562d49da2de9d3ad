"""Judging an area, with its history."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import Area, AreaPair
from samsyn.steps.situation import access, queries, services, words
from samsyn.steps.situation.forms import THIN, LevelForm
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.views.shared import back_to, frame, refused
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "situation/level.html"


@login_required
def judge(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """An area's level and how it was judged before; those who may write judge it here."""
    writes = request.method == "POST"
    picture = access.picture_for(request.user, slug, change=writes)
    area = access.area_for(picture.pair, code)
    rows = queries.history(picture, area)
    levels = list(Level.objects.filter(city=picture.pair.city))
    is_whole = area.pk == picture.pair.city_area_id
    if not writes:
        form = LevelForm(initial=_initial(rows), levels=levels, is_whole=is_whole)
        return _answer(request, picture, area, rows, form)
    form, theirs = LevelForm(request.POST, levels=levels, is_whole=is_whole), ""
    if form.is_valid():
        try:
            services.set_level(
                picture=picture,
                area=area,
                level=form.cleaned_data["level"],
                reason=form.cleaned_data["reason"],
                difference=form.cleaned_data.get("difference", ""),
                version=form.cleaned_data["version"] or 0,
                by=request.user,
            )
            messages.success(request, _("Läget är sparat."))
            return back_to(picture.pair, "lage")
        except UserError as error:
            rows = queries.history(picture, area)
            theirs = refused(form, error, version=rows[0].version if rows else 0)
    return _answer(request, picture, area, rows, form, theirs=theirs, status=422)


def _initial(rows: list[LevelAssessment]) -> dict[str, object]:
    if not rows:
        return {"version": 0}
    return {"version": rows[0].version, "level": rows[0].level.code if rows[0].level else THIN}


def _answer(
    request: MemberRequest,
    picture: SituationPicture,
    area: Area,
    rows: list[LevelAssessment],
    form: LevelForm,
    *,
    theirs: str = "",
    status: int = 200,
) -> HttpResponse:
    pair: AreaPair = picture.pair
    have = queries.picture_for_page(pair).coverage.get(area.key, ())
    context = {
        **frame(pair),
        "area": area,
        "is_whole": area.pk == pair.city_area_id,
        "form": form,
        "theirs": theirs,
        "history": rows,
        "now": rows[0] if rows else None,
        "have": have,
        "have_words": words.coverage(have),
        "lacking_words": words.coverage_lacking(have),
        "is_thin": len(have) < services.levels.THIN_UNDER,
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, TEMPLATE, context, status=status)
