"""The forms of agreements. They ask and read what was typed; the services hold the rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.agreements import signers
from samsyn.agreements.models import Agreement, AgreementKind, Clause, Covers, TargetKind
from samsyn.agreements.queries.agreements import parents_for
from samsyn.agreements.queries.parties import choices
from samsyn.agreements.queries.things import Thing
from samsyn.agreements.services.scans import MOST_MB
from samsyn.people.models import Party
from samsyn.places.models import AreaPair

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_FAR = _(
    "Dagen ligger för långt bort. Vi tar dagar mellan år 2000 och år 2100. Rätta årtalet och spara igen."
)
_DAY: dict[str, Any] = {
    "validators": [MinValueValidator(FIRST_DAY, _FAR), MaxValueValidator(LAST_DAY, _FAR)],
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "error_messages": {
        "invalid": _(
            "Dagen går inte att läsa. Den finns inte i kalendern. Skriv år-månad-dag, till exempel 2028-11-30."
        )
    },
}


class PeriodForm(forms.Form):
    """First and last day; the services keep the day after the last."""

    valid_from = forms.DateField(label=_("Första dagen"), required=False, **_DAY)
    last_day = forms.DateField(label=_("Sista dagen"), required=False, **_DAY)

    def period(self) -> dict[str, Any]:
        last = self.cleaned_data["last_day"]
        return {
            "valid_from": self.cleaned_data["valid_from"],
            "valid_to": last + timedelta(days=1) if last is not None else None,
        }


class AgreementForm(PeriodForm):
    """Title, period, what it rests on, and the two parties."""

    field_order = ["title", "valid_from", "last_day", "parent", "city_party", "police_party", "version"]
    title = forms.CharField(label=_("Rubrik"), max_length=160)
    parent = forms.TypedChoiceField(label=_("Vilar på"), required=False, coerce=int, empty_value=None)
    city_party = forms.TypedChoiceField(label=_("Stadens part"), coerce=int)
    police_party = forms.TypedChoiceField(label=_("Polisens part"), coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.above = parents_for(agreement.pair, agreement.kind)
        if agreement.parent is not None and agreement.parent.pk not in {row.pk for row in self.above}:
            self.above.append(agreement.parent)
        self.of = {
            name: choices(agreement.pair, party)
            for name, party in (("city_party", Party.CITY), ("police_party", Party.POLICE))
        }
        for name, rows in self.of.items():
            self._choose(name, [(row.pk, row.name) for row in rows])
        if agreement.kind == AgreementKind.CENTRAL:
            del self.fields["parent"]
        else:
            above = [(row.pk, f"{row.title} ({row.get_stage_display()})") for row in self.above]
            self._choose("parent", [("", gettext("Inget")), *above])

    def _choose(self, name: str, options: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options

    @staticmethod
    def values(row: Agreement) -> dict[str, Any]:
        return {
            "title": row.title,
            "valid_from": row.valid_from,
            "last_day": row.last_day,
            "parent": row.parent_id or "",
            "city_party": row.city_party_id,
            "police_party": row.police_party_id,
            "version": row.version,
        }

    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = {"title": self.cleaned_data["title"], **self.period()}
        for name, rows in self.of.items():
            found[name] = next(row for row in rows if row.pk == self.cleaned_data[name])
        if "parent" in self.fields:
            wanted = self.cleaned_data["parent"]
            found["parent"] = next((row for row in self.above if row.pk == wanted), None)
        return found


class NewForm(PeriodForm):
    """A new agreement: only its period, which may wait; parties and clauses come from the template."""

    title = forms.CharField(
        label=_("Rubrik"),
        max_length=160,
        required=False,
        help_text=_("Lämna tomt, så skriver programmet en."),
    )
    field_order = ["title", "valid_from", "last_day"]

    def said(self) -> dict[str, Any]:
        title = self.cleaned_data["title"].strip()
        return {**self.period(), **({"title": title} if title else {})}


class ClauseForm(forms.Form):
    """One clause."""

    heading = forms.CharField(label=_("Rubrik"), max_length=120)
    covers = forms.ChoiceField(
        label=_("Vad handlar punkten om?"),
        choices=Covers.choices,
        help_text=_("Checklistan frågar efter det som lagen och handboken kräver. Resten är annat."),
    )
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 9}))
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    @staticmethod
    def values(row: Clause) -> dict[str, Any]:
        return {"heading": row.heading, "covers": row.covers, "text": row.text, "version": row.version}

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("heading", "covers", "text")}


class TargetsForm(forms.Form):
    """What a clause points at: each thing of the pair as a box, by kind."""

    def __init__(self, *args: Any, things: list[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = {f"{one.kind}:{one.key}": one for one in things}
        labels = {
            TargetKind.PROBLEM: _("Problem"),
            TargetKind.GOAL: _("Mål"),
            TargetKind.ACTION: _("Åtgärder"),
        }
        for kind, label in labels.items():
            options = [
                (name, one.title if one.is_in_force else gettext("%(title)s (utkast)") % {"title": one.title})
                for name, one in self.things.items()
                if one.kind == kind
            ]
            if options:
                self.fields[kind.value] = forms.MultipleChoiceField(
                    label=label, choices=options, required=False, widget=forms.CheckboxSelectMultiple
                )

    def wanted(self) -> list[tuple[str, Any]]:
        chosen = [name for kind in self.fields for name in self.cleaned_data[kind]]
        return [self.things[name].what for name in chosen]


class SignForm(forms.Form):
    """Which text was read."""

    read_checksum = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PaperForm(forms.Form):
    """A signed paper: whose, when, and the scan."""

    party = forms.ChoiceField(
        label=_("Part"),
        choices=[(Party.CITY.value, Party.CITY.label), (Party.POLICE.value, Party.POLICE.label)],
    )
    signer = forms.TypedChoiceField(
        label=_("Vem skrev under?"),
        coerce=int,
        help_text=_("De som har eller har haft ett ämbete som skriver under. Dagen avgör om det gällde då."),
    )
    signed_on = forms.DateField(label=_("Dag på papperet"), **_DAY)
    file = forms.FileField(
        label=_("Skannat papper"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "En PDF med alla sidor, högst %(most)s MB. Filen sparas precis som den är."
        ) % {"most": MOST_MB}
        offices = signers.offices(agreement.kind, is_whole=agreement.pair.is_whole)
        self.people = {
            member.pk: member
            for office in offices.values()
            for member in signers.possible(agreement.pair, office)
        }
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, f"{member.name}, {member.title}") for pk, member in self.people.items()]

    def said(self) -> dict[str, Any]:
        upload = self.cleaned_data["file"]
        return {
            "party": self.cleaned_data["party"],
            "signer": self.people[self.cleaned_data["signer"]],
            "signed_on": self.cleaned_data["signed_on"],
            "upload": upload,
            "file_name": upload.name,
        }


class ReviewForm(forms.Form):
    """When the parties went through the agreement, and what they saw."""

    held_on = forms.DateField(label=_("Dag"), **_DAY)
    note = forms.CharField(
        label=_("Vad såg ni?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Vad som hålls, vad som inte hålls, och vad ni gör åt det. Texten ändras inte sedan."),
    )


class EndForm(forms.Form):
    """Why an agreement ends before its time."""

    reason = forms.CharField(
        label=_("Varför avslutas den?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Båda parter ser skälet."),
    )


def kinds_for(pair: AreaPair) -> list[AgreementKind]:
    """Return which kinds of agreement one can begin in the pair."""
    first = AgreementKind.CENTRAL if pair.is_whole else AgreementKind.LOCAL
    return [first, AgreementKind.OPERATIONAL]
