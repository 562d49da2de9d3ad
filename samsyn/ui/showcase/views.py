"""The page /komponenter/ and the invented points of its map. Only where an example lies, or while developing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samsyn.ui.drawing import kept
from samsyn.ui.shortcuts import page
from samsyn.ui.showcase import ground, pictures
from samsyn.ui.showcase.methods import questions
from samsyn.ui.wheel import Segment, model_wheel, wheel

SHAPES = ("circle", "triangle", "diamond", "square")
CHECKSUM = "7c1e04b99f2a63d8" * 4


class GoalForm(forms.Form):
    """A form with every kind of field, shown with its errors."""

    name = forms.CharField(label=gettext_lazy("Målets namn"), help_text=gettext_lazy("Vad ska ha ändrats?"))
    due_on = forms.DateField(
        label=gettext_lazy("Senast"),
        help_text=gettext_lazy("Dagen då målet ska vara nått."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    party = forms.ChoiceField(
        label=gettext_lazy("Vem följer upp?"),
        widget=forms.RadioSelect,
        choices=[("city", gettext_lazy("Staden")), ("police", gettext_lazy("Polisen"))],
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Mått"),
        choices=[("a", gettext_lazy("Trygghet kväll")), ("b", gettext_lazy("Misshandel"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Anteckning"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_public = forms.BooleanField(label=gettext_lazy("Visa målet för boende"), required=False)

    def clean_due_on(self) -> date:
        found: date = self.cleaned_data["due_on"]
        if found < date(2026, 11, 22):
            raise forms.ValidationError(
                _(
                    "Målet sparades inte. Dagen 30 november 2025 har redan varit. Välj en dag efter 22 november 2026."
                )
            )
        return found


def _only_with_example() -> None:
    """ui may not import places, so the model is asked for by name."""
    if settings.DEBUG or apps.get_model("places", "City").objects.filter(is_example=True).exists():
        return
    raise Http404


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every part on one page."""
    _only_with_example()
    form = GoalForm({"name": _("Tryggare kvällar"), "due_on": "2025-11-30", "party": "city", "measure": "a"})
    form.is_valid()
    names = (_("Grön"), _("Gul"), _("Orange"), _("Röd"))
    context: dict[str, Any] = {
        "is_example": True,
        "levels": [{"shape": shape, "name": name} for shape, name in zip(SHAPES, names, strict=True)],
        "form": form,
        "wheel": _wheel(),
        "model_wheel": model_wheel(),
        "six": _six(),
        "city": {"title": _("Staden har godkänt"), "is_done": True, "who": _("Lena, socialdirektör Norr"), "when": _("19 november 2026 kl. 14.12")},
        "police": {"title": _("Polisen har inte svarat"), "who": _("Mats, lokalpolisområdeschef Norr"), "when": _("Svara senast 26 november"), "slot": "ui/showcase/approve.html"},
        "checksum": CHECKSUM,
        "tabs": [
            {"label": _("Gemensam"), "url": "#flikar", "party": "both", "is_current": True},
            {"label": _("Stadens"), "url": "#flikar", "party": "city"},
            {"label": _("Polisens"), "url": "#flikar", "party": "police"},
        ],
        "crumbs": [{"label": _("Underlag"), "url": "#smulor"}, {"label": _("Anmälda brott"), "url": "#smulor"}],
        "rows": pictures.sparks(),
        "charts": [pictures.expected(), pictures.broken(), pictures.safety(), pictures.counts(), pictures.side_by_side(), pictures.days()],
        "level_map": kept("komponenter:levels", pictures.levels),
        "value_map": kept("komponenter:values", pictures.values),
    }  # fmt: skip
    return page(request, "ui/showcase/components.html", context)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """What every method says, and its picture."""
    _only_with_example()
    return page(request, "ui/showcase/methods.html", {"is_example": True, "questions": questions()})


def _six() -> tuple[Segment, ...]:
    whole, part = (True, True), (True, False)
    return (
        Segment(1, _("Lägesbild"), _("utgåva 3"), "decided", None, "police", "#hjul-1", whole),
        Segment(2, _("Problembild"), _("3 av 4"), "ongoing", 0.75, "city", "#hjul-2", whole),
        Segment(3, _("Syfte|och mål"), _("4 av 5"), "ongoing", 0.8, "", "#hjul-3", whole),
        Segment(4, _("Metod, resurs,|organisation"), _("beslutad"), "decided", None, "", "#hjul-4", whole),
        Segment(5, _("Aktivitet|och åtgärd"), "62\u00a0%", "ongoing", 0.62, "", "#hjul-5", part),
        Segment(6, _("Uppföljning"), _("15 dec"), "empty", None, "", "#hjul-6", part),
    )


def _wheel() -> str:
    return wheel(
        _six(),
        round_label=_("Varv 3"),
        years="2026–2027",
        title=_("Hjulet för Norr, varv 3"),
        description=_(
            "Sex steg medsols. Polisen har bollen i steg 1, staden i steg 2. Två tidigare varv syns som inre ringar."
        ),
    )


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    _only_with_example()
    return JsonResponse(ground.points_geojson((_("Skadegörelse"), _("Öppen försäljning"), _("Bråk utomhus"))))


@require_safe
def areas(request: HttpRequest) -> JsonResponse:
    _only_with_example()
    return JsonResponse(ground.areas_geojson())
