"""The forms of step 3. They ask and read what was typed; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import Area
from samsyn.priorities.models import Priority
from samsyn.steps.purpose import words
from samsyn.steps.purpose.aims import Aim, is_percent
from samsyn.steps.purpose.amounts import AmountError, amount
from samsyn.steps.purpose.frames import MOST_PERIODS
from samsyn.steps.purpose.models import Direction, GoalKind, OutcomeLevel
from samsyn.steps.purpose.queries import Candidate

OWN = "eget"  # the choice among the figures that says: we count it ourselves


class PurposeForm(forms.Form):
    """Why the parties work with a problem."""

    text = forms.CharField(
        label=_("Syfte"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Varför ska ni arbeta med problemet? Skriv vad som ska bli bättre för dem det berör. "
            "Syftet har inga tal: de hör till målen."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)


def _priority(row: Priority) -> tuple[str, str]:
    return str(row.key), f"{row.list.year}: {row.title}"


def _level(name: str, about: str) -> SafeString:
    return format_html("<span><strong>{}</strong>: {}</span>", name, about)


class GoalForm(forms.Form):
    """What shall have changed, how much and by when. `figure` is the frozen figure that was chosen, if any."""

    statement = forms.CharField(
        label=_("Mål"),
        max_length=160,
        help_text=_("Vad ska ha ändrats? Skriv kort, utan tal, till exempel: Färre våldsbrott ute."),
    )
    level = forms.ChoiceField(
        label=_("Vilken nivå gäller målet?"),
        widget=forms.RadioSelect,
        help_text=_("De tre nivåerna hålls isär hela vägen till uppföljningen."),
    )
    kind = forms.ChoiceField(label=_("Vad gäller målet?"), choices=GoalKind.choices)
    direction = forms.ChoiceField(
        label=_("Riktning"), choices=Direction.choices, help_text=_("Ska talet ned eller upp?")
    )
    own_measure = forms.CharField(
        label=_("Vad räknar ni?"),
        max_length=120,
        required=False,
        help_text=_("Till exempel: Kvällar med fältassistenter på torget."),
    )
    unit = forms.CharField(
        label=_("Enhet"), max_length=40, required=False, help_text=_("Till exempel kvällar eller procent.")
    )
    baseline = forms.CharField(
        label=_("Vad är talet i dag?"), max_length=40, required=False, help_text=_("Noll om ni börjar nu.")
    )
    area = forms.ChoiceField(label=_("Område"), required=False)
    source = forms.CharField(
        label=_("Källa"),
        max_length=200,
        required=False,
        help_text=_("Var talet skrivs upp, till exempel fältassistenternas räkneblad."),
    )
    target = forms.CharField(label=_("Målvärde"), max_length=40, required=False)
    due_on = forms.DateField(
        label=_("Senast"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _(
                "Dagen går inte att läsa. Den finns inte i kalendern. Skriv år-månad-dag, till exempel 2028-11-30."
            )
        },
    )
    periods = forms.TypedChoiceField(
        label=_("Utfallet räknas över"),
        coerce=int,
        required=False,
        help_text=_("Längre tid gör mindre förändringar synliga."),
    )
    answers = forms.IntegerField(
        label=_("Svar i nästa mätning"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Tomt om det blir ungefär lika många som nu."),
        error_messages={
            "invalid": _("Antalet svar går inte att läsa. Det är inget helt tal. Skriv till exempel 485.")
        },
    )
    priority_key = forms.ChoiceField(
        label=_("Svarar mot stadens prioritering"),
        required=False,
        help_text=_("På nästa konferens syns vad det blev av prioriteringen."),
    )
    measured_by = forms.CharField(
        label=_("Vem mäter?"),
        max_length=120,
        required=False,
        help_text=_("En funktion, inte en person. Den som byter tjänst lämnar över målet."),
    )
    why = forms.CharField(
        label=_("Varför just det målvärdet?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("En mening räcker. Den följer med till uppföljningen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(
        self,
        *args: Any,
        areas: Sequence[Area],
        figure: Candidate | None = None,
        priorities: Sequence[Priority] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if priorities:
            self._choose("priority_key", [("", gettext("Ingen")), *map(_priority, priorities)])
        else:  # the city has decided none
            del self.fields["priority_key"]
        self._areas = {str(area.pk): area for area in areas}
        self.figure = figure
        measured = Aim(figure=figure.kept) if figure is not None else Aim()
        self._choose("area", [(key, area.name) for key, area in self._areas.items()])
        self._choose(
            "level",
            [
                (OutcomeLevel.ACTIVITY, _level(gettext("Aktivitet"), gettext("att ni gör det ni har lovat"))),
                (OutcomeLevel.RESULT, _level(gettext("Resultat"), gettext("att det ni gör kommer fram"))),
                (OutcomeLevel.EFFECT, _level(gettext("Effekt"), gettext("att problemet blir mindre"))),
            ],
        )
        self._choose(
            "periods",
            [(count, words.lengths(count, measured)) for count in range(1, MOST_PERIODS + 1)],
        )

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_area(self) -> Area | None:
        return self._areas.get(self.cleaned_data["area"])

    def clean(self) -> dict[str, Any]:
        """Read the numbers as what is measured: a share, a count or the parties' own."""
        cleaned = super().clean() or {}
        if self.figure is not None:
            is_share, is_count = self.figure.kind == "share", self.figure.kind == "count"
            cleaned["baseline"] = None
        else:
            is_share, is_count = is_percent(cleaned.get("unit", "")), False
            self._read(cleaned, "baseline", is_share=is_share, is_count=is_count)
        self._read(cleaned, "target", is_share=is_share, is_count=is_count)
        return cleaned

    def _read(self, cleaned: dict[str, Any], name: str, *, is_share: bool, is_count: bool) -> None:
        try:
            cleaned[name] = amount(cleaned.get(name) or "", is_share=is_share, is_count=is_count)
        except AmountError as error:
            self.add_error(name, str(error))

    def said(self) -> dict[str, Any]:
        """Return what `services.add_goal` wants of it."""
        names = (
            *("statement", "level", "kind", "direction", "target", "due_on", "source", "measured_by", "why"),
            *("periods", "answers"),
        )
        said = {name: self.cleaned_data[name] for name in names}
        said["periods"] = said["periods"] or 1
        key = self.cleaned_data.get("priority_key")
        said["priority_key"] = UUID(key) if key else None
        if self.figure is not None:
            return {**said, "source": "", "baseline_reference": self.figure.reference}
        own = ("own_measure", "unit", "baseline", "area")
        return {**said, **{name: self.cleaned_data[name] for name in own}}
