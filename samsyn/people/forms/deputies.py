"""The form of a deputy: who, which days, by which decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people import deputies
from samsyn.people.forms.members import date_field, select, text_field
from samsyn.people.models import Member, OfficeHolding
from samsyn.ui.clock import today


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(part for part in (obj.name, obj.title, obj.organisation.name) if part)


class DeputyForm(forms.Form):
    """`last_day` is the last day of hers: the period in the database ends the day after."""

    member = MemberChoice(
        Member.objects.none(), label=_("Vem ska stå in?"), empty_label=None, widget=select()
    )
    valid_from = date_field(_("Från och med"))
    last_day = date_field(_("Till och med"), help_text=_("Den sista dagen räknas med."))
    delegation = text_field(
        _("Delegationsbeslut"),
        120,
        help_text=_("Beslutets nummer eller dag, till exempel N-2026-00123 eller 2026-01-31."),
    )

    def __init__(self, *args: Any, holding: OfficeHolding, by: Member, **kwargs: Any) -> None:
        first = max(today(), holding.valid_from)
        kwargs.setdefault("initial", {"valid_from": first, "last_day": first})
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = deputies.candidates(holding, by=by)  # type: ignore[attr-defined]

    @property
    def period(self) -> dict[str, Any]:
        """What the service takes: the period as it is kept, half-open."""
        said = dict(self.cleaned_data)
        last = said.pop("last_day")
        return {**said, "valid_to": last + deputies.DAY}


class DayForm(forms.Form):
    """The day that the page speaks of."""

    dag = date_field(_("Visa dagen"))
