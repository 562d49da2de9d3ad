"""The forms of the lägesbild. They ask; the services hold the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.places.models import Area
from samsyn.steps.situation.models import Level, Section
from samsyn.steps.situation.queries.judged import THIN


class ParagraphForm(forms.Form):
    """A paragraph in one of the three parts of the law."""

    section = forms.ChoiceField(
        label=_("Del av lägesbilden"),
        choices=Section.choices,
        widget=forms.RadioSelect,
        help_text=_("Lagen kräver alla tre delarna innan lägesbilden beslutas."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "Skriv vad ni ser och vad det bygger på. Inga namn, inga bostäder och inga enskilda personer."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["section"]


class FindingForm(forms.Form):
    """A finding: statement, doubt, and the figures that it rests on."""

    statement = forms.CharField(
        label=_("Slutsats"),
        max_length=200,
        help_text=_("En mening. Skriv det ni menar att talen visar, inte vad talen är."),
    )
    doubt = forms.CharField(
        label=_("Hur säkra ni är och vad det inte betyder"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Till exempel: Skillnaden är större än slumpen. Vi vet inte om fler brott begås eller om fler anmäler."
        ),
    )
    area = forms.ChoiceField(label=_("Område"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {str(area.pk): area for area in areas}
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, area.name) for key, area in self._areas.items()]

    def clean_area(self) -> Area | None:
        return self._areas.get(self.cleaned_data["area"])


class LevelForm(forms.Form):
    """One party's judgement of an area, or a proposal of what both say. `settled` is the joint level that was read."""

    level = forms.ChoiceField(label=_("Läge"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Skriv vad bedömningen bygger på. Skälet står bredvid läget överallt där det visas."),
    )
    difference = forms.CharField(
        label=_("Varför skiljer sig helheten från delarna?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Fyll i om hela området får ett annat läge än den del som har det allvarligaste."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    settled = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def __init__(self, *args: Any, levels: Sequence[Level], is_whole: bool, **kwargs: Any) -> None:
        from samsyn.ui.templatetags import parts

        super().__init__(*args, **kwargs)
        self._levels = {level.code: level for level in levels}
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((code, parts.level(level)) for code, level in self._levels.items()),
            (THIN, parts.level(None, gettext("Tunt underlag: vi vet för lite för att bedöma"))),
        ]
        if not is_whole:
            del self.fields["difference"]

    def clean_level(self) -> Level | None:
        return self._levels.get(self.cleaned_data["level"])


class DifferForm(forms.Form):
    """One's own party's sentence about an area that the parties do not agree on."""

    says = forms.CharField(
        label=_("Er mening"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Skriv varför ni håller fast vid er bedömning. Båda parters meningar står i utgåvan."),
    )
    settled = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)


class AcceptForm(forms.Form):
    """Accepting the other party's proposal, as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    settled = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
