"""Forms of joint decisions: the approval with its reservation and what the party notes, the wish for another text, the registry number."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.people.models import Member
from samsyn.records.own import proposed
from samsyn.records.services import Noted, Subject

MAX_TEXT = 4000
MAX_LINE = 300


class ApproveForm(forms.Form):
    """Approval of the text with exactly this checksum."""

    read_checksum = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)
    reservation = forms.CharField(
        label=_("Reservation"),
        help_text=_("Skriv bara om din part godkänner texten men inte håller med om allt."),
        widget=forms.Textarea(attrs={"rows": 3, "form": "godkann"}),
        max_length=MAX_TEXT,
        required=False,
    )
    presented_by = forms.CharField(
        label=_("Föredragande"),
        help_text=_("Den som har lagt fram ärendet för dig: namn och funktion."),
        widget=forms.TextInput(attrs={"form": "godkann", "autocomplete": "off"}),
        max_length=MAX_LINE,
        required=False,
    )
    took_part = forms.CharField(
        label=_("Andra som har deltagit"),
        help_text=_("De som har varit med när ärendet avgjordes men inte har beslutat."),
        widget=forms.TextInput(attrs={"form": "godkann", "autocomplete": "off"}),
        max_length=MAX_LINE,
        required=False,
    )
    legal_ground = forms.CharField(
        label=_("Stöd för beslutet"),
        help_text=_("Den lag, delegation eller arbetsordning som du beslutar med stöd av."),
        widget=forms.Textarea(attrs={"rows": 2, "form": "godkann"}),
        max_length=MAX_LINE,
        required=False,
    )

    def approval(self) -> dict[str, Any]:
        """Return what the services take: the text that was read, the reservation, and the party's own notes."""
        said = self.cleaned_data
        names = ("presented_by", "took_part", "legal_ground")
        return {
            "read_checksum": said["read_checksum"],
            "reservation": said["reservation"],
            "noted": Noted(**{name: said[name] for name in names}),
        }


def approve_form(subject: Subject, *, code: str, checksum: str, by: Member, may_approve: bool) -> ApproveForm:
    """Return an empty form for the text with the checksum; whoever may approve finds proposals in it."""
    found = asdict(proposed(subject, code=code, by=by)) if may_approve else {}
    return ApproveForm(initial={"read_checksum": checksum, **found}, auto_id="godkann_%s")


class ChangeForm(forms.Form):
    """What must change before one's party approves."""

    reason = forms.CharField(
        label=_("Vad ska ändras, och varför?"),
        help_text=_("Skälet syns för båda parter. Texten blir ett utkast igen."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MAX_TEXT,
    )


class RegistryForm(forms.Form):
    """The number that one's own authority has registered the decision under."""

    number = forms.CharField(
        label=_("Er myndighets diarienummer"),
        help_text=_("Skriv det som det står i diariet, till exempel N-2026-00123."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=60,
    )
