"""The forms of the action plan and of the field. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Forum, ForumKind, Organisation, Party
from samsyn.places.models import Area, AreaPair, Place
from samsyn.steps.activity.models import Action, ActionPlan, Activity, Nature
from samsyn.steps.activity.queries.plans import latest_edition
from samsyn.steps.activity.queries.reasons import Reasons, causes_to_choose, goals_to_choose
from samsyn.steps.activity.ready import Ready
from samsyn.steps.activity.services.plans import DECIDED_EDITIONS
from samsyn.steps.method import library
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.ui.clock import today
from samsyn.ui.fields import Chosen, DayInput, Versioned
from samsyn.ui.templatetags.numbers import day

NONE = ("", "–")
ONE_DAY = timedelta(days=1)


class _Period(Versioned):
    """A period asked for by its first and last day, kept half-open."""

    period_start = forms.DateField(label=_("Första dagen"), widget=DayInput)
    last_day = forms.DateField(label=_("Sista dagen"), widget=DayInput)

    def period(self) -> dict[str, date]:
        return {
            "period_start": self.cleaned_data["period_start"],
            "period_end": self.cleaned_data["last_day"] + ONE_DAY,
        }


class PlanForm(_Period):
    """A plan: title, period, the edition that it rests on, and who leads it."""

    title = forms.CharField(label=_("Rubrik"), max_length=120)
    edition = Chosen(
        label=_("Utgåva av lägesbilden"),
        required=False,
        help_text=_("Planen måste vila på en utgåva som båda parter har beslutat. Den senaste är vald."),
    )
    forum = Chosen(label=_("Forum som leder arbetet"), required=False)
    field_order = ("title", "period_start", "last_day", "edition", "forum")

    def __init__(self, *args: Any, pair: AreaPair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.filter(picture__pair=pair, state__in=DECIDED_EDITIONS)
        rows = {str(row.pk): row for row in editions.defer("canonical").select_related("picture")}
        self._field("edition").offer(rows, [NONE, *((key, _edition_label(row)) for key, row in rows.items())])
        forums = {
            str(row.pk): row
            for row in Forum.objects.filter(city=pair.city).on(today())
            if row.pair_id in (None, pair.pk)
        }
        self._field("forum").offer(forums, [NONE, *((key, row.name) for key, row in forums.items())])

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        return {**self.period(), **{name: self.cleaned_data[name] for name in ("title", "edition", "forum")}}


def _edition_label(edition: Edition) -> str:
    return gettext("Utgåva %(number)s, beslutad %(day)s") % {
        "number": edition.number,
        "day": day(edition.decided_at),
    }


def plan_initial(pair: AreaPair) -> dict[str, Any]:
    """Return what a new plan is proposed to be: the coming year, on the newest decided edition, led by the steering group."""
    start = date(today().year + (1 if today().month > 6 else 0), 1, 1)
    edition = latest_edition(pair)
    forums = list(Forum.objects.filter(pair=pair).on(today()))
    forum = next((one for one in forums if one.kind == ForumKind.STEERING), None)
    return {
        "title": gettext("Åtgärdsplan %(pair)s %(year)s") % {"pair": pair.name, "year": start.year},
        "period_start": start,
        "last_day": date(start.year, 12, 31),
        "edition": edition.pk if edition else "",
        "forum": forum.pk if forum else "",
    }


def plan_values(plan: ActionPlan) -> dict[str, Any]:
    """Return the plan as its form shows it."""
    return {
        "title": plan.title,
        "period_start": plan.period_start,
        "last_day": plan.last_day,
        "edition": plan.edition_id or "",
        "forum": plan.forum_id or "",
        "version": plan.version,
    }


class ActionForm(Versioned):
    """An action: what and how, which cause and goal, who answers for it and how it is followed up."""

    title = forms.CharField(label=_("Åtgärd"), max_length=120)
    cause = Chosen(
        label=_("Orsak som den svarar mot"),
        required=False,
        help_text=_("Utan orsak behövs ett undertecknat undantag innan planen kan beslutas."),
    )
    goal = Chosen(
        label=_("Mål som den bidrar till"),
        required=False,
        help_text=_("Utan mål behövs ett undertecknat undantag innan planen kan beslutas."),
    )
    nature = forms.ChoiceField(
        label=_("Situationell eller social"),
        choices=Nature.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "En situationell åtgärd ändrar platsen. En social ändrar människors villkor och tar längre tid."
        ),
    )
    method = forms.ChoiceField(label=_("Metod"), required=False)
    how = forms.CharField(
        label=_("Hur den görs"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    expected_short = forms.CharField(label=_("Väntad effekt på kort sikt"), required=False, max_length=200)
    expected_long = forms.CharField(label=_("Väntad effekt på lång sikt"), required=False, max_length=200)
    responsible = forms.CharField(
        label=_("Ansvarig funktion"),
        required=False,
        max_length=120,
        help_text=_("En funktion, inte ett namn. Till exempel områdeschef eller gruppchef."),
    )
    party = forms.ChoiceField(label=_("Part"), choices=Party.choices, widget=forms.RadioSelect)
    followup_on = forms.DateField(
        label=_("Följs upp den"),
        required=False,
        widget=DayInput,
        help_text=_("Ingen uppföljning, ingen start: dag, vem och källa bestäms redan nu."),
    )
    followup_by = forms.CharField(label=_("Följs upp av"), required=False, max_length=120)
    followup_source = forms.CharField(
        label=_("Följs upp med"),
        required=False,
        max_length=200,
        help_text=_(
            "Var siffrorna kommer ifrån. Till exempel anmälda brott, trygghetsundersökningen, det ni räknar."
        ),
    )

    def __init__(self, *args: Any, pair: AreaPair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("cause", causes_to_choose(pair), gettext("Ingen orsak"))
        self._offer("goal", goals_to_choose(pair), gettext("Inget mål"))
        self._field("method").choices = [NONE, *((one.code, str(one)) for one in library.methods())]

    def _offer(self, name: str, found: Sequence[Reasons], nothing: str) -> None:
        groups = [(_reason_title(one), [(str(row.key), str(row)) for row in one.rows]) for one in found]
        rows = {str(row.key): row for one in found for row in one.rows}
        self._field(name).offer(rows, [("", nothing), *groups])

    def said(self) -> dict[str, Any]:
        """Return what the service asks for, save for the kind."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _reason_title(one: Reasons) -> str:
    return one.title if one.is_decided else gettext("%(title)s (inte beslutad)") % {"title": one.title}


def action_initial(ready: Ready, *, party: str, plan: ActionPlan) -> dict[str, Any]:
    """Return what the ready type proposes."""
    return {
        "title": ready.title,
        "how": ready.how,
        "nature": ready.nature,
        "method": ready.method,
        "expected_short": ready.expected,
        "party": party,
        "followup_on": plan.last_day,
    }


def action_values(action: Action) -> dict[str, Any]:
    """Return the action as its form shows it."""
    names = (
        "title", "nature", "method", "how", "expected_short", "expected_long", "responsible", "party",
        "followup_on", "followup_by", "followup_source", "version",
    )  # fmt: skip
    reasons = {
        "cause": str(action.cause.key) if action.cause else "",
        "goal": str(action.goal.key) if action.goal else "",
    }
    return {**{name: getattr(action, name) for name in names}, **reasons}


class ActivityForm(_Period):
    """An activity: what, how many, where, when and by whom."""

    text = forms.CharField(label=_("Aktivitet"), max_length=120)
    amount = forms.IntegerField(
        label=_("Minst antal"),
        required=False,
        min_value=1,
        help_text=_("Det ni lovar att göra minst. Utan antal kan planen inte beslutas."),
    )
    unit = forms.CharField(
        label=_("Enhet"), max_length=40, help_text=_("Till exempel tillfällen, kvällar eller möten.")
    )
    within_hours = forms.IntegerField(
        label=_("Klart inom antal timmar"),
        required=False,
        min_value=1,
        help_text=_("För det som ska göras fort varje gång, till exempel 24 timmar för klotter."),
    )
    place = Chosen(label=_("Plats"), required=False)
    area = Chosen(label=_("Område"), required=False)
    responsible = forms.CharField(
        label=_("Ansvarig funktion"), max_length=120, help_text=_("En funktion, inte ett namn.")
    )
    doer = Chosen(label=_("Utförs av"), required=False)
    field_order = (
        "text", "amount", "unit", "within_hours", "period_start", "last_day", "place", "area",
        "responsible", "doer",
    )  # fmt: skip

    def __init__(self, *args: Any, pair: AreaPair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Sequence[Place] | Sequence[Area] | Sequence[Organisation]] = {
            "place": list(Place.objects.filter(city=pair.city)),
            "area": areas_of(pair),
            "doer": list(Organisation.objects.filter(city=pair.city)),
        }
        for name, rows in offered.items():
            known = {str(row.pk): row for row in rows}
            self._field(name).offer(known, [NONE, *((key, row.name) for key, row in known.items())])

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        names = ("text", "amount", "unit", "within_hours", "place", "area", "responsible", "doer")
        return {**self.period(), **{name: self.cleaned_data[name] for name in names}}


def activity_initial(ready: Ready | None, action: Action) -> dict[str, Any]:
    """Return what is proposed of a new activity: the ready type's words the first time, the plan's whole period."""
    is_first = not action.activities.standing().exists()
    words = {"text": ready.activity, "within_hours": ready.within_hours} if ready and is_first else {}
    return {
        "unit": ready.unit if ready else gettext("tillfällen"),
        "responsible": action.responsible,
        "period_start": action.plan.period_start,
        "last_day": action.plan.last_day,
        **words,
    }


def activity_values(activity: Activity) -> dict[str, Any]:
    """Return the activity as its form shows it."""
    names = ("text", "amount", "unit", "within_hours", "period_start", "last_day", "responsible", "version")
    rows = {name: getattr(activity, f"{name}_id") or "" for name in ("place", "area", "doer")}
    return {**{name: getattr(activity, name) for name in names}, **rows}


class ExceptionForm(forms.Form):
    """Why a rule does not hold here."""

    reason = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv varför åtgärden behövs ändå. Skälet står vid åtgärden för alltid, med ditt namn."),
    )


class CountForm(forms.Form):
    """One press in the field. Everything but the receipt may be left empty: one, today, without a note."""

    count = forms.IntegerField(label=_("Antal"), required=False, initial=1, min_value=1)
    on = forms.DateField(label=_("Dag"), required=False, widget=DayInput, help_text=_("Tomt betyder i dag."))
    note = forms.CharField(
        label=_("Anteckning"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Vad såg ni på platsen? Inga namn, inga signalement."),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("count", "on", "note"):  # they lie in a fold under the button's own form
            self.fields[name].widget.attrs["form"] = "rakna"

    def said(self) -> dict[str, Any]:
        """Return what the service asks for."""
        said = dict(self.cleaned_data)
        said["count"] = 1 if said["count"] is None else said["count"]
        return said
