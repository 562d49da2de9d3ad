"""The forms of step 4. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Forum, Organisation, Party
from samsyn.steps.method import library
from samsyn.steps.method.models import ResourceKind
from samsyn.steps.method.words import amount
from samsyn.steps.problem.models import Cause, Perspective, ProblemKind

DAY = timedelta(days=1)
MAX_TEXT = 2000


def _date(**more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **more)


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class AmountField(forms.CharField):
    """An amount as people write it: 120, 0,5 or 1 200,50. A point works as a comma."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **more)

    def clean(self, value: Any) -> Decimal | None:
        text = "".join(str(super().clean(value)).split()).replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(
                gettext(
                    "Mängden är inte ett tal. Du skrev ”%(written)s”. Skriv bara siffror, till exempel 120 eller 0,5."
                )
                % {"written": value}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, Decimal) else value


class PlanForm(forms.Form):
    """Which forum leads, with what mandate and until when."""

    forum = forms.ChoiceField(
        label=_("Forum som leder arbetet"),
        required=False,
        help_text=_("En styrgrupp eller beredningsgrupp leder löpande. En arbetsgrupp är tillfällig."),
    )
    mandate = forms.CharField(
        label=_("Mandat: vad forumet får bestämma om problemet"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lämna tomt om forumets vanliga mandat räcker."),
    )
    ends_on = _date(
        label=_("Arbetets sista dag"),
        required=False,
        help_text=_("Behövs när en arbetsgrupp leder."),
    )
    one_sided_reason = forms.CharField(
        label=_("Varför bara en part bidrar"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Fyll i om bara staden eller bara polisen lovar resurser. Skälet blir en del av beslutet."
        ),
    )
    version = _version()

    def __init__(self, *args: Any, forums: Sequence[Forum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forums = {str(forum.pk): forum for forum in forums}
        none = ("", gettext("Inte bestämt än"))
        names = [(key, f"{forum.name} ({forum.get_kind_display()})") for key, forum in self._forums.items()]
        _choices(self, "forum", [none, *names])

    def clean_forum(self) -> Forum | None:
        return self._forums.get(self.cleaned_data["forum"])


class ChoiceForm(forms.Form):
    """A method for a cause, and why."""

    cause = forms.ChoiceField(label=_("Orsak"))
    method = forms.ChoiceField(
        label=_("Metod ur biblioteket"),
        required=False,
        help_text=_("Listan börjar med de metoder som är bäst prövade."),
    )
    own_method = forms.CharField(
        label=_("Eller er egen metod"),
        max_length=120,
        required=False,
        help_text=_("Fyll i bara om metoden inte finns i biblioteket."),
    )
    why = forms.CharField(
        label=_("Varför den passar orsaken"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv hur metoden ska påverka just den här orsaken, och vad som talar för det här."),
    )
    version = _version()

    def __init__(self, *args: Any, causes: Sequence[Cause], is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._causes = {str(cause.pk): cause for cause in causes}
        _choices(self, "cause", [(key, cause.text) for key, cause in self._causes.items()])
        _choices(self, "method", [("", gettext("Ingen av dem")), *_by_grade()])
        if not is_new:
            del self.fields["cause"]

    def clean_cause(self) -> Cause:
        return self._causes[self.cleaned_data["cause"]]


def _by_grade() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the library's methods in groups, the best tested first."""
    return [
        (
            str(grade.label).capitalize(),
            [(one.code, one.label) for one in library.methods() if one.grade == grade],
        )
        for grade in library.Grade
    ]


class ReasonForm(forms.Form):
    """Why nobody works on a cause."""

    why = forms.CharField(
        label=_("Varför ni inte arbetar med orsaken"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Skälet blir en del av beslutet. Till exempel: ”Orsaken ligger utanför vad ni råder över.”"
        ),
    )
    version = _version()


class ResourceForm(forms.Form):
    """What one organisation promises. People give the last day; the program keeps the day after."""

    organisation = forms.ChoiceField(
        label=_("Organisation"),
        help_text=_("Du lovar för din egen parts organisationer och för externa parter."),
    )
    kind = forms.ChoiceField(
        label=_("Slag av resurs"), choices=ResourceKind.choices, widget=forms.RadioSelect
    )
    what = forms.CharField(
        label=_("Vad resursen är"),
        max_length=120,
        help_text=_("Till exempel: fotpatrull torsdag till lördag."),
    )
    amount = AmountField(
        label=_("Hur mycket"), help_text=_("Hela perioden sammanlagt. Till exempel 120, 0,5 eller 40 000.")
    )
    unit = forms.CharField(
        label=_("Vad ni räknar"),
        max_length=40,
        required=False,
        help_text=_("Bara när slaget är annat, till exempel bilar eller lokaler."),
    )
    period_start = _date(label=_("Första dagen"))
    period_last = _date(label=_("Sista dagen"))
    version = _version()

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organisations = {str(one.pk): one for one in organisations}
        _choices(
            self,
            "organisation",
            [
                (key, _("%(name)s (%(party)s)") % {"name": one.name, "party": one.get_party_display()})
                for key, one in self._organisations.items()
            ],
        )

    def clean_organisation(self) -> Organisation:
        return self._organisations[self.cleaned_data["organisation"]]

    def clean_period_last(self) -> date:
        last: date = self.cleaned_data["period_last"]
        if last == date.max:
            raise forms.ValidationError(
                _("Dagen är för långt bort. Kalendern slutar där. Välj en tidigare dag.")
            )
        return last

    def said(self) -> dict[str, Any]:
        """Return what the service wants, with the half-open period."""
        names = ("organisation", "kind", "what", "amount", "unit", "period_start")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "period_end": self.cleaned_data["period_last"] + DAY,
        }


class GivenForm(forms.Form):
    """What was given of a promise, on a day."""

    amount = AmountField(label=_("Hur mycket som är givet"))
    on = _date(label=_("Dag"), help_text=_("Den sista dagen, om det gäller flera dagar."))
    note = forms.CharField(
        label=_("Anteckning"),
        max_length=200,
        required=False,
        help_text=_("Till exempel: vecka 47. Inga namn på personer."),
    )


class FunctionForm(forms.Form):
    """A function in the work, its party and its task."""

    function = forms.CharField(
        label=_("Funktion"),
        max_length=120,
        help_text=_("Skriv en tjänst, inte ett namn. Till exempel: fältassistent, områdespolis."),
    )
    party = forms.ChoiceField(label=_("Part"), choices=Party.choices, widget=forms.RadioSelect)
    task = forms.CharField(
        label=_("Uppgift"),
        max_length=200,
        required=False,
        help_text=_("Vad funktionen gör i arbetet. Den ska vara ifylld innan ni beslutar."),
    )
    version = _version()


class LibraryForm(forms.Form):
    """The filters of the library. A GET form: the address can be shared."""

    verkar = forms.ChoiceField(label=_("Påverkar"), required=False)
    slag = forms.ChoiceField(label=_("Problem"), required=False)
    typ = forms.ChoiceField(label=_("Slag av metod"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", gettext("alla"))
        _choices(self, "verkar", [anything, *Perspective.choices])
        _choices(self, "slag", [anything, *ProblemKind.choices])
        _choices(self, "typ", [anything, *library.MethodNature.choices])

    def found(self) -> list[library.Method]:
        """Return the methods that pass the filters. An unknown value filters nothing."""
        self.is_valid()
        said = self.cleaned_data
        return [
            one
            for one in library.methods()
            if one.fits(
                acts_on=said.get("verkar", ""), problem=said.get("slag", ""), nature=said.get("typ", "")
            )
        ]
