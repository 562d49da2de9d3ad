"""The forms of the priorities. They ask and read what was typed; the services hold the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.priorities.models import FocusArea

CHOSEN, ASIDE = "vald", "at-sidan"
TAKEN, REFUSED = "ja", "nej"


class ListForm(forms.Form):
    """The words that begin the list."""

    text = forms.CharField(
        label=_("Inledning"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad utgick ni från när ni valde? Det går bra att lämna tomt."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)


class PriorityForm(forms.Form):
    """One priority, chosen or set aside."""

    title = forms.CharField(
        label=_("Prioritering"),
        max_length=120,
        help_text=_("Kort, så att den går att säga högt. Till exempel: Trygga kvällar vid torgen."),
    )
    text = forms.CharField(
        label=_("Vad den innebär"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vad ska områdena göra mer av, och för vem?"),
    )
    focus = forms.ChoiceField(
        label=_("Fokusområde"), choices=FocusArea.choices, help_text=_("Ett tema, inte en plats.")
    )
    weight = forms.ChoiceField(
        label=_("Väljer ni den?"),
        widget=forms.RadioSelect,
        choices=[(CHOSEN, _("Vald för året")), (ASIDE, _("Lagd åt sidan"))],
        initial=CHOSEN,
    )
    why = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Varför väljer ni den, eller varför lägger ni den åt sidan? Skälet följer med beslutet."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def said(self) -> dict[str, Any]:
        """Return what the services want of it."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in ("title", "text", "focus", "why")}
        return {**said, "is_chosen": cleaned["weight"] == CHOSEN}


class AnswerForm(forms.Form):
    """What an area answers."""

    answer = forms.ChoiceField(
        label=_("Tar ni upp prioriteringen?"),
        widget=forms.RadioSelect,
        choices=[(TAKEN, _("Vi tar upp den")), (REFUSED, _("Vi tar inte upp den"))],
    )
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Den som inte tar upp en prioritering säger varför. Skälet syns på nästa konferens."),
    )
