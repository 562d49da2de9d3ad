"""The forms of meetings and of the year. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import get_month_names
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samsyn.meetings.agenda import Proposal
from samsyn.meetings.models import FixedKind, FixedPoint, Meeting
from samsyn.meetings.services.meetings import MOST_IN_SERIES
from samsyn.people.models import Forum, Party

ONCE = "once"


def _day_field(**more: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _(
                "Dagen går inte att läsa. Den finns inte i kalendern. Skriv år-månad-dag, till exempel 2028-11-30."
            )
        },
        **more,
    )


def _time_field(**more: Any) -> forms.TimeField:
    return forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={
            "invalid": _(
                "Klockslaget går inte att läsa. Det finns inte. Skriv timme och minut, till exempel 13:30."
            )
        },
        **more,
    )


class MeetingForm(forms.Form):
    """When and where a forum meets. Without `forums` the forum stands: an existing meeting is moved."""

    forum = forms.ChoiceField(label=_("Vilket forum möts?"))
    day = _day_field(label=_("Dag"))
    begins = _time_field(label=_("Börjar"))
    ends = _time_field(label=_("Slutar"))
    place = forms.CharField(
        label=_("Lokal"),
        max_length=120,
        required=False,
        help_text=_("Ett rum eller en länk till ett möte på distans."),
    )
    notice = forms.CharField(
        label=_("Kallelse"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad ska deltagarna veta eller läsa innan? Inga uppgifter om enskilda personer."),
    )
    rhythm = forms.ChoiceField(
        label=_("Hur ofta?"),
        required=False,
        initial=ONCE,
        choices=(
            (ONCE, _("En gång")),
            ("2-weeks", _("Varannan vecka")),
            ("4-weeks", _("Var fjärde vecka")),
            ("monthly", _("Samma dag varje månad")),
        ),
    )
    times = forms.IntegerField(
        label=_("Antal möten"),
        required=False,
        min_value=2,
        max_value=MOST_IN_SERIES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=_("Bara för en serie. Varje möte kan sedan flyttas eller ställas in för sig."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, forums: Sequence[Forum] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forums = {str(row.pk): row for row in forums or ()}
        if forums is None:
            for name in ("forum", "rhythm", "times"):
                del self.fields[name]
            return
        field = self.fields["forum"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{row.name} ({row.get_kind_display()})") for key, row in self._forums.items()]

    def clean_forum(self) -> Forum:
        return self._forums[self.cleaned_data["forum"]]

    @property
    def is_series(self) -> bool:
        return self.cleaned_data.get("rhythm", ONCE) not in ("", ONCE)

    def said(self) -> dict[str, Any]:
        """Return what `services.plan_meeting` and `change_meeting` want of it."""
        day = self.cleaned_data["day"]
        return {
            "starts_at": timezone.make_aware(datetime.combine(day, self.cleaned_data["begins"])),
            "ends_at": timezone.make_aware(datetime.combine(day, self.cleaned_data["ends"])),
            "place": self.cleaned_data["place"],
            "notice": self.cleaned_data["notice"],
        }


def of_meeting(row: Meeting) -> dict[str, Any]:
    """Return what the form of an existing meeting begins with."""
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return {
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "place": row.place,
        "notice": row.notice,
        "version": row.version,
    }


class AgendaForm(forms.Form):
    """Which of the open matters the meeting takes up."""

    codes = forms.MultipleChoiceField(
        label=_("Det här är öppet i paret"), required=True, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Ingenting lades till. Inget är ikryssat. Kryssa i det ni vill ta upp.")},
    )  # fmt: skip

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (
                one.code,
                format_html('<span>{} <span class="quiet small">{}</span></span>', one.title, one.why),
            )
            for one in proposals
        ]


class NewItemForm(forms.Form):
    """An item of people's own."""

    title = forms.CharField(
        label=_("Egen punkt"),
        max_length=200,
        help_text=_("Skriv vad ni ska prata om eller besluta. Inga namn."),
    )


class ItemForm(forms.Form):
    """One item: what was decided, and who does what by when."""

    title = forms.CharField(label=_("Rubrik"), max_length=200)
    decision = forms.CharField(
        label=_("Beslut eller anteckning"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad kom ni fram till? Skriv det så att den som inte var med förstår."),
    )
    responsible = forms.CharField(
        label=_("Vem gör vad?"),
        max_length=120,
        required=False,
        help_text=_("En funktion, inte en person. Tomt om ingenting ska göras."),
    )
    due_on = _day_field(label=_("Senast"), required=False)
    is_done = forms.BooleanField(
        label=_("Klart: ingenting återstår att göra"),
        required=False,
        help_text=_("Annars föreslås punkten på forumets nästa möte."),
    )
    for_all = forms.BooleanField(
        label=_("Visa punkten i rummet också när en extern part är med"),
        required=False,
        help_text=_("Rubriken och beslutet syns då för alla. Bara publicerade löften syns annars."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def said(self) -> dict[str, Any]:
        names = ("title", "decision", "responsible", "due_on", "is_done", "for_all")
        return {name: self.cleaned_data[name] for name in names}


class AttendanceForm(forms.Form):
    """How many of a party were there in a function."""

    party = forms.ChoiceField(label=_("Part"), choices=Party.choices)
    function = forms.CharField(
        label=_("Funktion"), max_length=80, help_text=_("Till exempel socialdirektör. Inga namn.")
    )
    number = forms.IntegerField(
        label=_("Antal"),
        min_value=1,
        max_value=500,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    leading = forms.BooleanField(
        label=_("Ledande ställning"),
        required=False,
        help_text=_("10 § lag (2023:196): i rådet ska aktörerna företrädas av personer i ledande ställning."),
    )


class MinutesForm(forms.Form):
    """The notes of the minutes, beside the decisions at the items."""

    text = forms.CharField(
        label=_("Anteckningar"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Det som inte hör till någon punkt. Besluten står redan under varje punkt. Inga namn."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)


def _months() -> list[tuple[int, str]]:
    language = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    names = get_month_names("wide", context="stand-alone", locale=language)
    return [(number, str(names[number])) for number in range(1, 13)]


class PointForm(forms.Form):
    """A point of the year that recurs."""

    title = forms.CharField(
        label=_("Vad händer?"), max_length=120, help_text=_("Till exempel: Bostadsbolagens hyresgästenkät.")
    )
    kind = forms.ChoiceField(label=_("Slag"), choices=FixedKind.choices, initial=FixedKind.OTHER)
    month = forms.TypedChoiceField(label=_("Månad"), coerce=int, choices=_months)
    day = forms.IntegerField(
        label=_("Dag"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=_("Tomt om bara månaden är känd."),
    )
    every = forms.TypedChoiceField(
        label=_("Hur ofta?"),
        coerce=int,
        initial=1,
        choices=(
            (1, _("Varje år")),
            (2, _("Vartannat år")),
            (3, _("Vart tredje år")),
            (4, _("Vart fjärde år")),
        ),
    )
    first_year = forms.IntegerField(
        label=_("Första året"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    note = forms.CharField(
        label=_("Anteckning"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def said(self) -> dict[str, Any]:
        names = ("title", "kind", "month", "day", "every", "first_year", "note")
        return {name: self.cleaned_data[name] for name in names}


def of_point(row: FixedPoint) -> dict[str, Any]:
    """Return what the form of an existing point begins with."""
    names = ("title", "kind", "month", "day", "every", "first_year", "note", "version")
    return {name: getattr(row, name) for name in names}


def of_new_point(on: date) -> dict[str, Any]:
    """Return what the form of a new point begins with: the month of the day."""
    return {"month": on.month, "first_year": on.year, "every": 1, "kind": FixedKind.OTHER}
