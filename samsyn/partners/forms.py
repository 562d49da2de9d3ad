"""The forms of partners. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.partners.models import AnswerKind, PartnerQuestion
from samsyn.steps.activity.models import Activity


class AskForm(forms.Form):
    """One question to one organisation."""

    organisation = forms.CharField(
        label=_("Vem frågar ni?"),
        max_length=120,
        help_text=_("Organisationens namn, till exempel en förening eller en skola. Aldrig en persons namn."),
    )
    activity = forms.ChoiceField(label=_("Vilken aktivitet gäller det?"), required=False)
    text = forms.CharField(
        label=_("Frågan"),
        max_length=200,
        help_text=_("Till exempel: Hur många nattvandringar gjorde ni i oktober?"),
    )
    kind = forms.ChoiceField(
        label=_("Vad är svaret?"),
        choices=AnswerKind.choices,
        initial=AnswerKind.NUMBER,
        widget=forms.RadioSelect,
    )
    choices = forms.CharField(
        label=_("Svar att välja bland"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bara för ”ett av några svar”. Ett svar på varje rad."),
    )
    why = forms.CharField(
        label=_("Varför frågar ni?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    use = forms.CharField(
        label=_("Vad händer med svaret?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    last_day = forms.DateField(label=_("Sista dag att svara"), widget=forms.DateInput(attrs={"type": "date"}))
    is_changeable = forms.BooleanField(
        label=_("Svaret får ändras till och med den dagen"),
        required=False,
        help_text=_("Annars gäller länken en gång."),
    )

    def __init__(self, *args: Any, activities: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._activities = {str(row.pk): row for row in activities}
        field = cast(forms.ChoiceField, self.fields["activity"])
        field.choices = [
            ("", gettext("Ingen särskild")),
            *((key, row.text) for key, row in self._activities.items()),
        ]

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        said = dict(self.cleaned_data)
        said["activity"] = self._activities.get(said["activity"])
        said["choices"] = said["choices"].splitlines()
        return said


class AnswerForm(forms.Form):
    """The one field of an answer, as the question says."""

    def __init__(self, data: Any = None, *, question: PartnerQuestion) -> None:
        super().__init__(data)
        label = gettext("Ert svar")
        if question.kind == AnswerKind.CHOICE:
            choices = [(one, one) for one in question.choices]
            self.fields["answer"] = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )
        elif question.kind == AnswerKind.NUMBER:
            self.fields["answer"] = forms.CharField(
                label=label,
                required=False,
                max_length=12,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
                ),
            )
        else:
            self.fields["answer"] = forms.CharField(
                label=label,
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
            )
