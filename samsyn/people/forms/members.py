"""Forms of Medarbetare. Each names its fields; choices are limited to what the administrator may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people import queries
from samsyn.people.models import Member, Office, Organisation, OrganisationKind, Party, Role
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today

WHOLE_CITY = _("Hela staden")


def date_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "short ds-input"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": _(
                "Dagen kunde inte läsas. Den ska skrivas år-månad-dag. Skriv till exempel 2026-01-31."
            )
        },
    )


def text_field(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )


def select(**attrs: str) -> forms.Select:
    return forms.Select(attrs={"class": "ds-input", **attrs})


class PairChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class MemberForm(forms.Form):
    name = text_field(_("Namn"), 100)
    title = text_field(_("Titel"), 100, required=False, help_text=_("Till exempel trygghetssamordnare."))
    email = forms.EmailField(
        label=_("E-postadress"),
        help_text=_("Personen loggar in med den. Programmet skickar ingen e-post."),
        widget=forms.EmailInput(attrs={"class": "ds-input", "autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None, widget=select()
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = city.organisations.all()  # type: ignore[attr-defined]


class OwnDetailsForm(forms.Form):
    name = text_field(_("Namn"), 100)
    title = text_field(_("Titel"), 100, required=False)


class _DutyForm(forms.Form):
    """What a role and an office share: where, and in which period."""

    def __init__(self, *args: Any, city: City, member: Member | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": today()})
        super().__init__(*args, **kwargs)
        self.city = city
        pairs = AreaPair.objects.filter(city=city).on(today())
        self.fields["pair"].queryset = pairs  # type: ignore[attr-defined]


class RoleForm(_DutyForm):
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices, widget=select())
    pair = PairChoice(
        AreaPair.objects.none(), label=_("Var"), required=False, empty_label=WHOLE_CITY, widget=select()
    )
    valid_from = date_field(_("Från och med"))
    valid_to = date_field(
        _("Till"),
        required=False,
        help_text=_("Lämna tomt om rollen gäller tills vidare. Dagen räknas inte med."),
    )


class NewcomerForm(RoleForm):
    """A role for somebody from another city, chosen among those whom the administrator may see."""

    member = forms.ModelChoiceField(
        Member.objects.none(), label=_("Medarbetare"), empty_label=None, widget=select()
    )
    field_order = ("member", "role", "pair", "valid_from", "valid_to")

    def __init__(self, *args: Any, city: City, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, city=city, **kwargs)
        self.fields["member"].queryset = queries.known_to(by).exclude(organisation__city=city)  # type: ignore[attr-defined]


class OfficeForm(_DutyForm):
    office = forms.ChoiceField(label=_("Ämbete"), choices=Office.choices, widget=select())
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=None, widget=select()
    )
    pair = PairChoice(
        AreaPair.objects.none(), label=_("Var"), required=False, empty_label=WHOLE_CITY, widget=select()
    )
    valid_from = date_field(_("Från och med"))
    valid_to = date_field(_("Till"), required=False, help_text=_("Lämna tomt om det gäller tills vidare."))

    def __init__(self, *args: Any, city: City, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, city=city, member=member, **kwargs)
        organisations = city.organisations.all()
        if member is not None:
            organisations = organisations.filter(party=member.party)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    name = text_field(_("Namn"), 120)
    kind = forms.ChoiceField(label=_("Slag"), choices=OrganisationKind.choices, widget=select())
    party = forms.ChoiceField(
        label=_("Part"),
        choices=Party.choices,
        help_text=_("Staden och polisen beslutar tillsammans. En extern part beslutar inte."),
        widget=select(),
    )
    parent = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Hör till"),
        required=False,
        empty_label=_("Ingen annan organisation"),
        widget=select(),
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = city.organisations.all()  # type: ignore[attr-defined]
