"""Forms of joint decisions: the approval with its reservation, the wish for another text, the registry number."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_TEXT = 4000


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
