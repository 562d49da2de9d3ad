"""What of the lägesbild is each authority's own until it is released: paragraphs and findings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.evidence import hooks
from samsyn.evidence.audience import JOINT
from samsyn.evidence.models import Dataset
from samsyn.evidence.releasing import hidden_imports, import_ids, rest_on
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.releases.kinds import Holder, Kind, register, register_holder, register_lock
from samsyn.releases.models import Scope
from samsyn.steps.situation.models import Edition, Finding, Paragraph, SituationPicture
from samsyn.steps.situation.workflow import OPEN, EditionState

BINDING = (EditionState.IN_REVIEW, EditionState.DECIDED, EditionState.SUPERSEDED)


def register_all() -> None:
    """Let both kinds be released."""
    register(
        Kind(
            model=Finding,
            label=gettext_lazy("slutsats"),
            standing=lambda pair: Finding.objects.filter(picture__pair=pair, removed_at=None).select_related(
                "written_by"
            ),
            heading=lambda row: str(row.statement),
            url=lambda row, pair: f"{reverse('situation:picture', args=[pair.slug])}#slutsats-{row.pk}",
            withdrawn=_without,
            has_figures=True,
            lacking=_lacking_figures,
        )
    )
    register(
        Kind(
            model=Paragraph,
            label=gettext_lazy("stycke"),
            standing=lambda pair: Paragraph.objects.filter(
                picture__pair=pair, removed_at=None
            ).select_related("written_by"),
            heading=lambda row: Truncator(row.text).chars(120),
            topic=lambda row: str(row.get_section_display()),
            url=lambda row, pair: f"{reverse('situation:picture', args=[pair.slug])}#stycke-{row.pk}",
            withdrawn=_without,
        )
    )
    register_holder("evidence.dataset", _holds_dataset)
    register_lock("evidence.dataset", lambda city: _lock(SituationPicture.objects.filter(pair__city=city)))
    for code in ("situation.finding", "situation.paragraph"):
        register_lock(code, lambda pair: _lock(SituationPicture.objects.filter(pair=pair)))
    hooks.after_withdrawal(_without_dataset)
    register_holder("situation.finding", _held(lambda text: text["findings"]))
    register_holder(
        "situation.paragraph", _held(lambda text: [one for part in text["sections"].values() for one in part])
    )


def _lacking_figures(row: Finding, scope: str) -> str:
    """A finding is released with its figures when the other sees the datasets that they come from."""
    if scope != Scope.WHOLE or not hidden_imports((kept["import"] for kept in row.figures), JOINT):
        return ""
    return _(
        "”%(statement)s” vilar på en datamängd som inte är släppt. Släpp den per område först, eller släpp slutsatsen "
        "utan talen."
    ) % {"statement": row.statement}


def _lock(pictures: QuerySet[SituationPicture]) -> None:
    """Lock pictures and their open editions: one that is cut, made anew or sent in the same moment comes before or after."""
    held = [row.pk for row in pictures.select_for_update(of=("self",)).order_by("pk").only("pk")]
    editions = Edition.objects.filter(picture__in=held, state__in=OPEN).order_by("pk")
    list(editions.select_for_update(of=("self",)).only("pk"))


def _without(_row: Any, pair: AreaPair, by: Member) -> None:
    """Make a draft of an edition anew, so that it no longer holds what was taken back."""
    from samsyn.steps.situation.services import recut

    for edition in Edition.objects.filter(picture__pair=pair, state=EditionState.DRAFT).select_related(
        "picture__pair"
    ):
        recut(edition=edition, by=by)


def _holds_dataset(row: Dataset, _pair: None) -> str:
    """Return which edition has figures of the dataset; each edition lists its imports among its sources."""
    imports = import_ids(row)
    editions = Edition.objects.filter(picture__pair__city=row.city_id, state__in=BINDING).order_by("-number")
    for edition in editions.select_related("picture__pair").only(
        "number", "canonical", "picture__pair__name"
    ):
        if rest_on(json.loads(edition.canonical).get("sources", []), imports):
            return _("Utgåva %(number)s av lägesbilden för %(pair)s vilar på den.") % {
                "number": edition.number,
                "pair": edition.picture.pair.name,
            }
    return ""


def _without_dataset(row: Dataset, by: Member) -> None:
    """Make the drafts of the city's editions anew, so that none holds figures that were taken back."""
    from samsyn.steps.situation.services.editions import recut_without

    drafts = Edition.objects.filter(picture__pair__city=row.city_id, state=EditionState.DRAFT)
    for edition in drafts.select_related("picture__pair"):
        recut_without(edition, by=by)


def _held(rows_of: Callable[[Any], list[Any]]) -> Holder:
    """Return what says which edition holds a row so that it cannot be taken back; a draft of an edition holds nothing."""

    def held(row: Any, pair: AreaPair) -> str:
        editions = Edition.objects.filter(picture__pair=pair, state__in=BINDING).order_by("-number")
        for edition in editions.only("number", "canonical"):
            if row.pk in {one.get("id") for one in rows_of(json.loads(edition.canonical))}:
                return _("Den står i utgåva %(number)s, som båda har framför sig eller har beslutat.") % {
                    "number": edition.number
                }
        return ""

    return held
