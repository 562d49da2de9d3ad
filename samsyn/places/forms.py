"""What a person says about a new city and a new pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import Area, AreaKind, City


class CityForm(forms.Form):
    """A city, the file with its areas, and what the areas are."""

    name = forms.CharField(label=_("Stadens namn"), max_length=60)
    code = forms.CharField(
        label=_("Kommunkod"),
        max_length=10,
        required=False,
        help_text=_("Fyra siffror i Sverige, till exempel 1480."),
    )
    country = forms.RegexField(
        label=_("Land"),
        regex="^[A-Za-z]{2}$",
        initial="SE",
        help_text=_("Två bokstäver, till exempel SE, NO eller GB."),
        error_messages={
            "invalid": _(
                "Landet förstod vi inte. Det ska vara två bokstäver. Skriv till exempel SE eller GB."
            )
        },
    )
    file = forms.FileField(
        label=_("Fil med områden"),
        required=False,
        allow_empty_file=True,
        help_text=_("GeoJSON eller GeoPackage med ett område per rad."),
    )
    division = forms.CharField(
        label=_("Indelningens namn"), max_length=60, help_text=_("Till exempel Stadsdelar eller Valkretsar.")
    )
    kind = forms.ChoiceField(label=_("Slag av område"), choices=AreaKind.choices, initial=AreaKind.CITY_AREA)
    valid_from = forms.DateField(
        label=_("Gäller från"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Den dag då indelningen började gälla."),
    )
    code_column = forms.CharField(
        label=_("Kolumn med områdets kod"),
        max_length=100,
        required=False,
        help_text=_("Lämna tomt, så föreslår programmet en kolumn."),
    )
    name_column = forms.CharField(
        label=_("Kolumn med områdets namn"),
        max_length=100,
        required=False,
        help_text=_("Lämna tomt, så föreslår programmet en kolumn."),
    )
    source = forms.CharField(label=_("Källa"), max_length=200, help_text=_("Vem som har ritat områdena."))
    licence = forms.CharField(label=_("Licens"), max_length=100, help_text=_("Till exempel CC0."))
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=90)

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("kept"):
            self.add_error(
                "file", _("Ingen fil lämnades in. Fältet var tomt. Välj en fil med stadens områden.")
            )
        return cleaned


WHOLE = "hela"


class PairForm(forms.Form):
    """A pair: which area of the city, which of the police, from which day."""

    city_area = forms.ChoiceField(label=_("Stadens område"))
    police_area = forms.ChoiceField(
        label=_("Polisens område"),
        help_text=_("Finns ingen indelning för polisen, välj hela staden."),
    )
    valid_from = forms.DateField(
        label=_("Paret gäller från"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(
        label=_("Parets namn"), max_length=80, help_text=_("Det namn som ni använder, oftast områdets.")
    )
    is_whole = forms.BooleanField(
        label=_("Paret gäller hela staden"),
        required=False,
        help_text=_(
            "Där beslutar stadsdirektören och polisområdeschefen den centrala överenskommelsen och årets prioriteringar. "
            "Paret blir då kommunen och polisområdet, vad du än väljer ovan."
        ),
    )

    def __init__(self, *args: Any, city: City, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        police = {AreaKind.POLICE_DISTRICT, AreaKind.LOCAL_POLICE_DISTRICT}
        self._areas = {str(area.pk): area for area in areas}
        self._choose("city_area", [area for area in areas if area.division.kind not in police])
        self._choose("police_area", [area for area in areas if area.division.kind in police], first=city)

    def _choose(self, name: str, areas: list[Area], *, first: City | None = None) -> None:
        groups: dict[str, list[tuple[str, str]]] = {}
        for area in areas:
            groups.setdefault(area.division.name, []).append((str(area.pk), area.name))
        whole: list[Any] = [(WHOLE, _("Samma som hela staden"))] if first else []
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*whole, *groups.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("city_area", "police_area"):
            if name in cleaned:
                cleaned[name] = self._areas.get(cleaned[name])
        return cleaned
