"""The forms of problem pictures. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import Area, Place, PlaceKind
from samsyn.steps.problem.models import (
    Cause,
    CauseKind,
    Perspective,
    ProblemKind,
    Side,
    Sureness,
    Weight,
)
from samsyn.steps.problem.services import NewPlace
from samsyn.steps.situation.models import Finding

PROBLEM = "problemet"  # the choice that means the problem itself, not one of its causes


WIDE = {"class": "wide"}


def _choices(kind: type[models.Choices], *, first: str | Promise = "") -> Callable[[], list[tuple[str, str]]]:
    """Return the choices with capital letters, in the page's language; `first` stands for no choice yet."""

    def choices() -> list[tuple[str, str]]:
        none = [("", str(first))] if first else []
        return [*none, *((str(value), capfirst(str(label))) for value, label in kind.choices)]

    return choices


def _choose(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def _finding_label(finding: Finding) -> SafeString:
    more = gettext("Borttagen ur lägesbilden.") if finding.removed_at is not None else finding.doubt
    return format_html('<span class="choice">{}<small>{}</small></span>', finding.statement, more)


class ProblemForm(forms.Form):
    """What the problem is, where and since when, and which findings show it."""

    findings = forms.MultipleChoiceField(
        label=_("Slutsatser som visar problemet"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Välj dem i lägesbilden som problemet vilar på. Minst en krävs innan ni beslutar."),
    )
    title = forms.CharField(
        label=_("Problemet i en mening"),
        max_length=120,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_(
            "Vad som händer, var och när. Till exempel: Otryggt och bråkigt vid torget efter kl. 18. "
            "Inga namn och inga enskilda personer."
        ),
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=_choices(ProblemKind, first=_("Välj ett slag")))
    area = forms.ChoiceField(label=_("Område"))
    place = forms.ChoiceField(
        label=_("Plats"),
        required=False,
        help_text=_("Välj en plats som redan finns, eller skriv en ny under."),
    )
    new_place = forms.CharField(
        label=_("Ny plats"),
        max_length=100,
        required=False,
        help_text=_(
            "Bara allmänna platser: torg, gator, parker, hållplatser. Inga bostäder och inga husnummer."
        ),
    )
    new_place_kind = forms.ChoiceField(
        label=_("Den nya platsens slag"), choices=_choices(PlaceKind, first="–"), required=False
    )
    since = forms.CharField(
        label=_("Sedan när"),
        max_length=80,
        required=False,
        help_text=_("Så noga som ni vet. Till exempel: våren 2024."),
    )
    affected = forms.CharField(
        label=_("Vilka berörs"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Grupper, aldrig personer. Till exempel: boende, butikernas personal och unga 13–20 år."),
    )
    description = forms.CharField(
        label=_("Beskrivning"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Lämna tomt om meningen ovan räcker."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(
        self,
        *args: Any,
        areas: Sequence[Area],
        places: Sequence[Place],
        findings: Sequence[Finding],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {str(area.pk): area for area in areas}
        self._places = {str(place.pk): place for place in places}
        self._findings = {str(finding.pk): finding for finding in findings}
        _choose(self.fields["area"], ((key, area.name) for key, area in self._areas.items()))
        none = [("", gettext("Ingen särskild plats"))]
        _choose(self.fields["place"], [*none, *((key, place.name) for key, place in self._places.items())])
        _choose(self.fields["findings"], ((key, _finding_label(one)) for key, one in self._findings.items()))
        if not self._findings:
            del self.fields["findings"]

    def clean(self) -> dict[str, Any]:
        """Return what the service asks for: rows instead of their numbers, and the new place as one."""
        said = super().clean() or {}
        name = said.pop("new_place", "").strip()
        kind = said.pop("new_place_kind", "")
        if name and said.get("place"):
            self.add_error(
                "new_place",
                gettext(
                    "Det går bara att välja en plats. Du har både valt en i listan och skrivit en ny. Ta bort den ena."
                ),
            )
        said["new_place"] = NewPlace(name, kind) if name else None
        said["area"] = self._areas.get(said.get("area", ""))
        said["place"] = self._places.get(said.get("place", ""))
        said["findings"] = [self._findings[key] for key in said.get("findings", [])]
        return said


class CauseForm(forms.Form):
    """A cause, and for a new one what it leads to."""

    text = forms.CharField(
        label=_("Orsak"),
        max_length=160,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_(
            "En mening om varför problemet finns. Till exempel: Inga vuxna på plats när butikerna stänger."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=_choices(CauseKind),
        widget=forms.RadioSelect,
        initial=CauseKind.DIRECT,
        help_text=_(
            "En direkt orsak ger problemet här och nu. En bakomliggande orsak förklarar en annan orsak."
        ),
    )
    effect = forms.ChoiceField(label=_("Leder till"), widget=forms.Select(attrs=WIDE))
    perspective = forms.ChoiceField(
        label=_("Perspektiv"),
        choices=_choices(Perspective),
        widget=forms.RadioSelect,
        initial=Perspective.SITUATION,
        help_text=_("Brottstriangelns tre sidor. Se till att ni har tänkt på alla tre."),
    )
    grounds = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad ni bygger orsaken på. Det krävs innan ni beslutar."),
    )
    disproof = forms.CharField(
        label=_("Vad skulle få er att ändra er?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Något som går att se. Då kan uppföljningen pröva orsaken."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(
        self, *args: Any, causes: Sequence[Cause] = (), problem: str = "", is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._causes = {str(cause.pk): cause for cause in causes}
        if is_new:
            _choose(self.fields["effect"], effects(self._causes, problem))
        else:
            del self.fields["effect"]

    def clean_effect(self) -> Cause | None:
        return self._causes.get(self.cleaned_data["effect"])


def effects(causes: Mapping[str, Cause], problem: str) -> list[tuple[str, str]]:
    """Return what something can lead to: the problem first, then the causes."""
    first = gettext("Problemet: %(problem)s") % {"problem": problem}
    return [(PROBLEM, first), *((key, cause.text) for key, cause in causes.items())]


class LinkForm(forms.Form):
    """A tie: from a cause to another cause, or to the problem."""

    cause = forms.ChoiceField(label=_("Orsak"), widget=forms.Select(attrs=WIDE))
    effect = forms.ChoiceField(label=_("Leder till"), widget=forms.Select(attrs=WIDE))
    grounds = forms.CharField(
        label=_("Skäl för sambandet"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_tested = forms.BooleanField(
        label=_("Sambandet är prövat på data"),
        required=False,
        help_text=_("Ett prövat samband ritas med tjock linje, ett oprövat med streckad."),
    )

    def __init__(self, *args: Any, causes: Sequence[Cause], problem: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._causes = {str(cause.pk): cause for cause in causes}
        _choose(self.fields["cause"], ((key, cause.text) for key, cause in self._causes.items()))
        _choose(self.fields["effect"], effects(self._causes, problem))

    def clean_cause(self) -> Cause:
        return self._causes[self.cleaned_data["cause"]]

    def clean_effect(self) -> Cause | None:
        return self._causes.get(self.cleaned_data["effect"])


class EvidenceForm(forms.Form):
    """What speaks for or against the problem or a cause."""

    side = forms.ChoiceField(
        label=_("För eller emot"), choices=_choices(Side), widget=forms.RadioSelect, initial=Side.FOR
    )
    cause = forms.ChoiceField(label=_("Gäller"), widget=forms.Select(attrs=WIDE))
    text = forms.CharField(
        label=_("Vad ni vet"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("En mening, och hur starkt stödet är. Skriv också varifrån ni vet det."),
    )
    finding = forms.ChoiceField(
        label=_("Slutsats i lägesbilden som det vilar på"), required=False, widget=forms.Select(attrs=WIDE)
    )

    def __init__(
        self,
        *args: Any,
        causes: Sequence[Cause],
        problem: str,
        findings: Sequence[Finding],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._causes = {str(cause.pk): cause for cause in causes}
        self._findings = {str(finding.pk): finding for finding in findings}
        _choose(self.fields["cause"], effects(self._causes, problem))
        none = [("", gettext("Ingen slutsats"))]
        _choose(self.fields["finding"], [*none, *((key, str(one)) for key, one in self._findings.items())])

    def clean_cause(self) -> Cause | None:
        return self._causes.get(self.cleaned_data["cause"])

    def clean_finding(self) -> Finding | None:
        return self._findings.get(self.cleaned_data["finding"])


class WeighForm(forms.Form):
    """Whether the parties take the problem on, and why."""

    weight = forms.ChoiceField(label=_("Prioritering"), choices=_choices(Weight), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Hur vanligt det är, vilka som drabbas, om det går att påverka och vad det kräver. "
            "Skälet skrivs också när problemet läggs åt sidan."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)


class CertaintyForm(forms.Form):
    """How sure one's own party is, cause by cause. A cause without a choice is left as it is."""

    def __init__(self, *args: Any, causes: Sequence[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self._causes = {f"svar-{cause.pk}": cause for cause in causes}
        for name, cause in self._causes.items():
            none = [] if name in self.initial else [("", gettext("Inget svar än"))]
            self.fields[name] = forms.ChoiceField(
                choices=[*none, *_choices(Sureness)()],
                required=False,
                label=gettext("Hur säker din part är på: %(cause)s") % {"cause": cause.text},
            )

    def answers(self) -> list[tuple[Cause, int]]:
        """Return the answers that were changed."""
        return [
            (cause, int(self.cleaned_data[name]))
            for name, cause in self._causes.items()
            if name in self.changed_data and self.cleaned_data.get(name)
        ]
