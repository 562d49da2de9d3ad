"""The forms of a conference. They ask and read what was typed; the services hold the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.conference.models import Candidate
from samsyn.conference.queries.evidence import FINDING, Offered
from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.priorities.models import FocusArea, Priority
from samsyn.steps.situation.models import Edition

_DAY = {
    "invalid": _(
        "Dagen går inte att läsa. Den finns inte i kalendern. Skriv år-månad-dag, till exempel 2028-11-30."
    )
}


class ConferenceForm(forms.Form):
    """Year, theme, day and place. The year of one that exists stays."""

    year = forms.IntegerField(
        label=_("År"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=_("Året då konferensen hålls. Den väljer prioriteringarna för nästa år."),
        error_messages={
            "invalid": _(
                "Året går inte att läsa. Det är inget helt tal. Skriv fyra siffror, till exempel 2028."
            )
        },
    )
    theme = forms.CharField(
        label=_("Tema"),
        max_length=160,
        help_text=_("Det som ni har bestämt tillsammans att dagen handlar om."),
    )
    held_on = forms.DateField(
        label=_("Dag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    place = forms.CharField(label=_("Plats"), max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["year"]


class PointForm(forms.Form):
    starts_at = forms.TimeField(
        label=_("Börjar"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": _(
                "Klockslaget går inte att läsa. Det finns inte på klockan. Skriv till exempel 09:30."
            )
        },
    )
    title = forms.CharField(label=_("Programpunkt"), max_length=160)
    led_by = forms.CharField(
        label=_("Leds av"), max_length=120, required=False, help_text=_("En funktion, inte en person.")
    )


class ParticipantForm(forms.Form):
    party = forms.ChoiceField(label=_("Part"), choices=Party.choices)
    function = forms.CharField(
        label=_("Funktion"), max_length=80, help_text=_("Till exempel områdeschefer. Skriv aldrig namn.")
    )
    count = forms.IntegerField(
        label=_("Antal"),
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "invalid": _("Antalet går inte att läsa. Det är inget helt tal. Skriv till exempel 12.")
        },
    )


class MaterialForm(forms.Form):
    """Something to read: a decided edition, or an address with its title."""

    edition = forms.ChoiceField(
        label=_("Beslutad utgåva"), required=False, help_text=_("Eller lämna tomt och skriv en adress.")
    )
    title = forms.CharField(label=_("Rubrik"), max_length=160, required=False)
    address = forms.CharField(
        label=_("Adress"), max_length=500, required=False, help_text=_("Börjar med https.")
    )

    def __init__(self, *args: Any, editions: Sequence[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._editions = {str(row.pk): row for row in editions}
        field = self.fields["edition"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", gettext("Ingen utgåva")),
            *((key, _edition_words(row)) for key, row in self._editions.items()),
        ]

    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        edition = self._editions.get(cleaned["edition"])
        title = cleaned["title"] or (_edition_words(edition) if edition is not None else "")
        return {"edition": edition, "title": title, "address": cleaned["address"]}


def _edition_words(row: Edition) -> str:
    return gettext("Lägesbild %(pair)s, utgåva %(number)s") % {
        "pair": row.picture.pair.name,
        "number": row.number,
    }


class CandidateForm(forms.Form):
    """What should go first next year, why, and what shows it."""

    title = forms.CharField(
        label=_("Förslag"), max_length=120, help_text=_("Kort, så att det går att säga högt i en stor sal.")
    )
    why = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Varför ska det gå först nästa år?"),
    )
    focus = forms.ChoiceField(
        label=_("Fokusområde"), choices=FocusArea.choices, help_text=_("Ett tema, inte en plats.")
    )
    from_pair = forms.ChoiceField(label=_("Från område"), required=False)
    priority_key = forms.ChoiceField(label=_("Fortsätter en av årets prioriteringar"), required=False)
    evidence = forms.MultipleChoiceField(
        label=_("Underlag"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beslutade problembilder, och slutsatser ur beslutade utgåvor."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(
        self,
        *args: Any,
        pairs: Sequence[AreaPair],
        evidence: Iterable[Offered],
        priorities: Iterable[Priority],
        kept: Iterable[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._pairs = {pair.slug: pair for pair in pairs}
        self._choose("from_pair", [("", gettext("Inget särskilt område")), *_names(pairs)])
        self._choose(
            "priority_key",
            [("", gettext("Nej, det är nytt")), *((str(row.key), row.title) for row in priorities)],
        )
        offered = {one.ref: _evidence_words(one) for one in evidence}
        self._choose("evidence", [*({row["ref"]: row["title"] for row in kept} | offered).items()])
        if not offered:
            self.fields["evidence"].help_text = gettext(
                "Inget område har beslutat något än, så det finns inget underlag att välja."
            )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> dict[str, Any]:
        """Return what the services want of it."""
        cleaned = self.cleaned_data
        key = cleaned["priority_key"]
        return {
            **{name: cleaned[name] for name in ("title", "why", "focus", "evidence")},
            "from_pair": self._pairs.get(cleaned["from_pair"]),
            "priority_key": UUID(key) if key else None,
        }


def _names(pairs: Sequence[AreaPair]) -> list[tuple[str, str]]:
    return [(pair.slug, pair.name) for pair in pairs]


def _evidence_words(one: Offered) -> str:
    kind = gettext("slutsats") if one.kind == FINDING else gettext("problembild")
    return gettext("%(title)s (%(kind)s, %(pair)s)") % {
        "title": one.title,
        "kind": kind,
        "pair": one.pair_name,
    }


class RankForm(forms.Form):
    """One party's order: a place for each candidate."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", gettext("Välj plats")), *((str(n), str(n)) for n in range(1, len(candidates) + 1))]
        self._names = {row.pk: f"plats-{row.pk}" for row in candidates}
        for row in candidates:
            self.fields[self._names[row.pk]] = forms.TypedChoiceField(
                label=row.title, choices=places, coerce=int, required=False, empty_value=None
            )

    def ranks(self) -> dict[int, int]:
        """Return the places that were chosen, by the candidate's primary key."""
        found = {pk: self.cleaned_data.get(name) for pk, name in self._names.items()}
        return {pk: place for pk, place in found.items() if place is not None}
