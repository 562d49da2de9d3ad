"""Forms of forums and their seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people import queries
from samsyn.people.forms.members import WHOLE_CITY, PairChoice, date_field, select, text_field
from samsyn.people.models import ForumKind, Member
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

UNTIL = _("Lämna tomt om det gäller tills vidare. Dagen räknas inte med.")


class ForumForm(forms.Form):
    name = text_field(_("Namn"), 120, help_text=_("Till exempel Styrgruppen för Norr."))
    kind = forms.ChoiceField(label=_("Slag"), choices=ForumKind.choices, widget=select())
    pair = PairChoice(
        AreaPair.objects.none(), label=_("Var"), required=False, empty_label=WHOLE_CITY, widget=select()
    )
    mandate = forms.CharField(
        label=_("Mandat"),
        required=False,
        max_length=2000,
        help_text=_("Vad forumet får besluta om och vem det svarar inför."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "ds-input"}),
    )
    valid_from = date_field(_("Från och med"))
    valid_to = date_field(_("Till"), required=False, help_text=UNTIL)

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": today()})
        super().__init__(*args, **kwargs)
        self.fields["pair"].queryset = AreaPair.objects.filter(city=city).on(today())  # type: ignore[attr-defined]


class SeatForm(forms.Form):
    member = forms.ModelChoiceField(
        Member.objects.none(), label=_("Medarbetare"), empty_label=None, widget=select()
    )
    function = text_field(_("Funktion"), 80, help_text=_("Till exempel ordförande eller socialdirektör."))
    valid_from = date_field(_("Från och med"))
    valid_to = date_field(_("Till"), required=False, help_text=UNTIL)

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": today()})
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = queries.known_to(by).filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
