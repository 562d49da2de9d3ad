"""The forms of a release. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.releases import grounds
from samsyn.releases.models import Scope


class ReleaseForm(forms.Form):
    """Why, on what ground, and how much."""

    reason = forms.CharField(
        label=_("Varför behöver den andra parten se det?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    legal_ground = forms.ChoiceField(
        label=_("Rättslig grund"),
        widget=forms.RadioSelect,
        help_text=_(
            "Ärenden om enskilda personer hör aldrig hit. De går mellan handläggare, till exempel med stöd av 10 kap. 18 a § "
            "offentlighets- och sekretesslagen."
        ),
    )
    scope = forms.ChoiceField(
        label=_("Hur mycket"),
        choices=Scope.choices,
        widget=forms.RadioSelect,
        initial=Scope.WHOLE,
        help_text=_("Utan talen ser den andra parten vad ni menar, men inte talen som det vilar på."),
    )

    def __init__(self, data: Any = None, *, party: str, name: str = "slapp") -> None:
        super().__init__(data, auto_id=f"{name}_%s")
        ground = cast(forms.ChoiceField, self.fields["legal_ground"])
        ground.choices = [(one.code, one.sentence) for one in grounds.of(party)]


class FiguresForm(ReleaseForm):
    """The same of datasets, whose scopes are those of their kind."""

    scope = forms.ChoiceField(
        label=_("Hur mycket"),
        widget=forms.RadioSelect,
        help_text=_("Filer som läses in senare i samma datamängd följer med."),
    )

    def __init__(
        self, data: Any = None, *, party: str, scopes: Sequence[tuple[str, Any]] = (), name: str = "tal"
    ) -> None:
        super().__init__(data, party=party, name=name)
        self.fields["reason"].label = _("Varför behöver den andra parten talen?")
        cast(forms.ChoiceField, self.fields["scope"]).choices = list(scopes)
        self.initial["scope"] = scopes[0][0] if scopes else ""


class WithdrawForm(forms.Form):
    """Why one's authority takes it back."""

    reason = forms.CharField(label=_("Varför tar ni tillbaka den?"), max_length=1000)
