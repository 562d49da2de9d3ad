"""The form of a marking. It asks; the service holds the rules."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.secrecy.classes import every


class MarkForm(forms.Form):
    """Which class, and why."""

    secrecy = forms.ChoiceField(label=_("Sekretess"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Varför är klassen rätt?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("En mening räcker. Skriv inget om en viss person."),
    )

    def __init__(self, data: Any = None, *, party: str, now: str) -> None:
        super().__init__(data, auto_id="sekretess_%s", initial={"secrecy": now})
        choice = cast(forms.ChoiceField, self.fields["secrecy"])
        choice.choices = [
            (one.code, f"{one.name}: {one.help}") for one in every().values() if party in one.parties
        ]
