"""The forms of the follow-up. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.steps.activity.models import Action
from samsyn.steps.followup.models import Conclusion
from samsyn.steps.problem.models import ProblemKind


class PlanForm(forms.Form):
    """When, by whom and from what an action is followed up."""

    action = forms.ChoiceField(label=_("Åtgärd"))
    due_on = forms.DateField(
        label=_("Följs upp"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Välj en dag då talen för tiden efter åtgärden hunnit komma."),
    )
    measured_by = forms.CharField(
        label=_("Vem följer upp"),
        max_length=120,
        help_text=_("En funktion, inte en person. Till exempel analytikern."),
    )
    source = forms.CharField(
        label=_("Vad det följs upp med"),
        max_length=200,
        help_text=_("Till exempel anmälda brott, trygghetsundersökningen och det ni har räknat."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, actions: Sequence[Action] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions = {str(action.key): action for action in actions}
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, action.title) for key, action in self._actions.items()]
        if not actions:
            del self.fields["action"]

    def clean_action(self) -> Action:
        return self._actions[self.cleaned_data["action"]]


class CompareForm(forms.Form):
    """Which area to compare with."""

    code = forms.ChoiceField(label=_("Jämför med"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, options: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Det som Samsyn föreslår")), *options]


class ReadingForm(forms.Form):
    """A value that the parties have measured themselves."""

    goal = forms.ChoiceField(label=_("Mål"))
    value = forms.FloatField(
        label=_("Värde"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    on = forms.DateField(label=_("Mätt"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, goals: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(goals)


def _conclusions() -> list[tuple[str, Any]]:
    return [
        (Conclusion.CONTINUE.value, _("Fortsätt som nu")),
        (Conclusion.CHANGE.value, _("Ändra åtgärden")),
        (Conclusion.STOP.value, _("Avsluta åtgärden")),
        (Conclusion.SPREAD.value, _("Sprid den till fler platser")),
    ]


class ProposeForm(forms.Form):
    """What one party thinks."""

    conclusion = forms.ChoiceField(
        label=_("Vad tycker ni borde hända?"), choices=_conclusions, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Varför"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(forms.Form):
    """The conclusion that the parties have come to together."""

    conclusion = forms.ChoiceField(
        label=_("Gemensam slutsats"), choices=_conclusions, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv varför. Sa ni olika, skriv också varför slutsatsen blev den här."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class VersionForm(forms.Form):
    """Which version of something the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LessonForm(forms.Form):
    """A lesson, for the next round and for other areas."""

    text = forms.CharField(
        label=_("Lärdom"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("En sak som ni tar med er. Inga namn och inga enskilda personer."),
    )


class SearchForm(forms.Form):
    """A search among the lessons."""

    slag = forms.ChoiceField(
        label=_("Slags problem"), required=False, choices=lambda: [("", _("Alla slag")), *ProblemKind.choices]
    )
    sok = forms.CharField(
        label=_("Ord"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
