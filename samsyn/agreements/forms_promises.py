"""The forms of medborgarlöften. They ask; the services hold the rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries.promises import activities_to_promise, activity_of, agreements_to_rest_on
from samsyn.people.models import Member, Organisation
from samsyn.places.models import AreaPair
from samsyn.steps.activity.models import Activity
from samsyn.steps.activity.wording import promise as promised
from samsyn.steps.activity.wording import span
from samsyn.ui.clock import today
from samsyn.ui.fields import Chosen, DayInput, Versioned

NONE = ("", "–")
ONE_DAY = timedelta(days=1)


class PromiseForm(Versioned):
    """A promise: what it is called, the words, its period and the agreement that it rests on."""

    title = forms.CharField(
        label=_("Rubrik"), max_length=160, help_text=_("Till exempel Medborgarlöfte för Norr 2027.")
    )
    text = forms.CharField(
        label=_("Löftet i klarspråk"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Så som de som bor här ska läsa det. Korta meningar, inga förkortningar."),
    )
    valid_from = forms.DateField(label=_("Första dagen"), required=False, widget=DayInput)
    last_day = forms.DateField(
        label=_("Sista dagen"),
        required=False,
        widget=DayInput,
        help_text=_("Oftast ett år. Året behöver inte börja i januari."),
    )
    agreement = Chosen(
        label=_("Vilar på överenskommelsen"),
        required=False,
        help_text=_("Välj den om löftet följer av något ni redan har kommit överens om."),
    )

    def __init__(
        self, *args: Any, pair: AreaPair, promise: CitizenPromise | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = agreements_to_rest_on(pair)
        kept = promise.agreement if promise is not None else None
        if kept is not None and kept not in rows:
            rows.append(kept)
        known = {str(row.pk): row for row in rows}
        self._field("agreement").offer(known, [NONE, *((key, row.title) for key, row in known.items())])

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        last = self.cleaned_data["last_day"]
        return {
            **{name: self.cleaned_data[name] for name in ("title", "text", "valid_from", "agreement")},
            "valid_to": last + ONE_DAY if last else None,
        }


def promise_initial(pair: AreaPair) -> dict[str, Any]:
    """Return what a new promise is proposed to be: the coming year."""
    start = date(today().year + (1 if today().month > 6 else 0), 1, 1)
    return {
        "title": gettext("Medborgarlöfte för %(pair)s %(year)s") % {"pair": pair.name, "year": start.year},
        "valid_from": start,
        "last_day": date(start.year, 12, 31),
    }


def promise_values(promise: CitizenPromise) -> dict[str, Any]:
    """Return the promise as its form shows it."""
    names = ("title", "text", "valid_from", "last_day", "version")
    return {**{name: getattr(promise, name) for name in names}, "agreement": promise.agreement_id or ""}


class CommitmentForm(Versioned):
    """A commitment: what, how many, by whom, and whether it is counted in the field."""

    activity_key = forms.TypedChoiceField(
        label=_("Räknas på aktiviteten"),
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text=_(
            "Det som räknas på aktiviteten under löftets period är det som är gjort. Utan aktivitet redovisar ni för hand."
        ),
    )
    what = forms.CharField(
        label=_("Vad ni lovar"),
        max_length=200,
        help_text=_("Till exempel Fotpatruller vid torget på kvällarna."),
    )
    number = forms.IntegerField(
        label=_("Minst antal"),
        required=False,
        help_text=_("Lämna tomt om det inte går att räkna. Då redovisas det med ord."),
    )
    unit = forms.CharField(
        label=_("Enhet"),
        required=False,
        max_length=40,
        help_text=_("Till exempel tillfällen, kvällar eller möten."),
    )
    organisation = Chosen(label=_("Vem som lovar"))

    def __init__(
        self, *args: Any, promise: CitizenPromise, commitment: Commitment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {str(row.key): activity_label(row) for row in activities_to_promise(promise.pair)}
        key = commitment.activity_key if commitment is not None else None
        if key is not None and str(key) not in rows:  # it stays until somebody chooses another
            rows[str(key)] = _kept_label(key)
        self._field("activity_key").choices = [("", gettext("Ingen: redovisas för hand")), *rows.items()]
        own = {
            str(row.pk): row
            for row in Organisation.objects.filter(city=promise.pair.city).order_by("party", "name")
        }
        self._field("organisation").offer(own, [NONE, *((pk, row.name) for pk, row in own.items())])

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def activity_label(activity: Activity) -> str:
    """Return an activity as one chooses it: what, how many and when."""
    facts = {"text": activity.text, "span": span(activity.period_start, activity.period_end)}
    if activity.amount is None:
        return gettext("%(text)s, %(span)s") % facts
    facts["promised"] = promised(activity.amount, activity.unit)
    return gettext("%(text)s, %(promised)s, %(span)s") % facts


def _kept_label(key: UUID) -> str:
    """Return the label of an activity that is not offered any more."""
    activity, is_removed = activity_of(key)
    text = activity.text if activity is not None else "–"
    if is_removed:
        return gettext("%(text)s (borttagen ur åtgärdsplanen)") % {"text": text}
    return gettext("%(text)s (planens period är slut)") % {"text": text}


def commitment_initial(activity: Activity | None, by: Member) -> dict[str, Any]:
    """Return what a commitment is proposed to be from an activity of the plan: its words, number, unit and doer."""
    if activity is None:
        return {"organisation": by.organisation_id}
    own = by.organisation_id if activity.action.party == by.party else ""
    return {
        "activity_key": str(activity.key),
        "what": activity.text,
        "number": activity.amount,
        "unit": activity.unit,
        "organisation": activity.doer_id or own,
    }


def commitment_values(commitment: Commitment) -> dict[str, Any]:
    """Return the commitment as its form shows it."""
    names = ("what", "number", "unit", "version")
    return {
        **{name: getattr(commitment, name) for name in names},
        "activity_key": str(commitment.activity_key or ""),
        "organisation": commitment.organisation_id,
    }


class OutcomeForm(forms.Form):
    """What was done of a commitment: how many, and in words."""

    number = forms.IntegerField(
        label=_("Hur många det blev"),
        required=False,
        help_text=_("Lämna tomt om ni inte vet. Skriv 0 om det inte blev något."),
    )
    text = forms.CharField(
        label=_("Vad som blev gjort"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv så att de som bor här förstår. Inga namn på enskilda."),
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not commitment.unit:
            del self.fields["number"]
        else:
            self.fields["number"].label = gettext("Hur många %(unit)s det blev") % {"unit": commitment.unit}
