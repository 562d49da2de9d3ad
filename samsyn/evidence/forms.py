"""What a person may say about a file: which form it has, what its columns are, and which dataset it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samsyn.evidence.models import Dataset, ImportRecipe
from samsyn.places.models import City, Division
from samsyn.ui.texts import say

if TYPE_CHECKING:
    from samsyn.sources.contract import Option, Reader

NEW = "ny"
OPTION = "val-"  # a reader's option is the field val-<name>, so that it never meets a field of ours
MOST_COLUMNS = 300  # a select of more headings than this helps nobody
MOST_CHARACTERS = 300
LISTED = {"metric", "crs"}  # options with proposals to pick among, in a <datalist> of the page


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Fil"),
        allow_empty_file=True,  # an empty file gets the reader's own three sentences, not Django's one
        max_length=255,
        error_messages={
            "required": _(
                "Ingen fil lämnades in. Fältet var tomt. Välj en fil på din dator och försök igen."
            ),
            "invalid": _("Filen kom inte fram. Formuläret skickades utan fil. Välj filen och försök igen."),
            "missing": _("Filen kom inte fram. Formuläret skickades utan fil. Välj filen och försök igen."),
            "max_length": _(
                "Filen togs inte emot. Filnamnet har fler än 255 tecken. Ge filen ett kortare namn och försök igen."
            ),
        },
    )

    again = forms.BooleanField(
        label=_("Läs in samma fil en gång till, med andra val än förra gången"), required=False
    )

    def __init__(self, *args: Any, most_mb: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_mb = most_mb

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > self.most_mb * 1_000_000:
            raise forms.ValidationError(
                gettext(
                    "Filen är för stor. Den är %(size)s MB och gränsen är %(most)s MB. Dela upp den i flera filer, "
                    "till exempel en per år."
                )
                % {"size": round((upload.size or 0) / 1_000_000), "most": self.most_mb}
            )
        return upload


class ReadingForm(forms.Form):
    """How the file is read: its form, the division its areas belong to, and the reader's own options.

    It only draws the fields: what they may hold is the reader's to say, so `chosen` takes them from the request.
    """

    reader = forms.ChoiceField(label=_("Filens form"), required=False)
    division = forms.ModelChoiceField(
        Division.objects.none(),
        label=_("Områdesindelning"),
        required=False,
        empty_label=_("Samsyn känner igen den på områdenas namn"),
        help_text=_("Vilken karta områdena i filen hör till."),
    )

    def __init__(
        self,
        *,
        city: City,
        readers: Sequence[Reader],
        reader: Reader | None,
        division: Division | None,
        headings: Sequence[str],
        options: Mapping[str, Any],
    ) -> None:
        super().__init__(initial={"reader": reader.key if reader else "", "division": division})
        self.reader_options: Sequence[Option] = reader.options if reader else ()
        self.shown_reader = reader.key if reader else ""
        choices = [("", gettext("Välj filens form"))] if reader is None else []
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices + [(one.key, say(one.title)) for one in readers]
        divisions = self.fields["division"]
        assert isinstance(divisions, forms.ModelChoiceField)
        divisions.queryset = Division.objects.filter(city=city)
        for option in self.reader_options:
            given = as_text(options.get(option.name))
            self.fields[OPTION + option.name] = _field(option, headings[:MOST_COLUMNS], given)
            self.initial[OPTION + option.name] = given

    @property
    def option_fields(self) -> list[forms.BoundField]:
        return [self[OPTION + option.name] for option in self.reader_options]


def as_text(value: Any) -> str:
    """Return an option's value as its field shows it."""
    return "" if value is None else str(value).strip()


def chosen(reader: Reader, sent: Mapping[str, Any], *, prefix: str = OPTION) -> dict[str, str]:
    """Return what was sent for each option of the reader; "" where nothing was chosen, and for a choice unknown."""
    found = {}
    for option in reader.options:
        value = as_text(sent.get(prefix + option.name))[:MOST_CHARACTERS]
        if option.kind == "choice" and value not in dict(option.choices):
            value = ""
        found[option.name] = value
    return found


def _field(option: Option, headings: Sequence[str], given: str) -> forms.Field:
    label, help_text = say(option.label), say(option.help)
    common: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if option.kind == "column":
        known = list(dict.fromkeys([*headings, given]))
        return forms.ChoiceField(
            choices=[("", gettext("Ingen kolumn")), *((heading, heading) for heading in known if heading)],
            **common,
        )
    if option.kind == "choice":
        none = [] if option.required and given else [("", gettext("Inte valt"))]
        return forms.ChoiceField(choices=[*none, *((k, say(v)) for k, v in option.choices)], **common)
    if option.kind == "date":
        return forms.CharField(max_length=10, widget=forms.DateInput(attrs={"type": "date"}), **common)
    if option.kind == "number":
        return forms.CharField(
            max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common
        )
    listed = {"list": f"lista-{option.name}"} if option.name in LISTED else {}
    return forms.CharField(max_length=300, widget=forms.TextInput(attrs=listed), **common)


class DatasetForm(forms.Form):
    """Which dataset the file belongs to: one that stands, or a new one with its origin."""

    use_required_attribute = False  # what must be filled in depends on the choice

    dataset = forms.ChoiceField(
        label=_("Datamängd"),
        help_text=_("Filer i samma datamängd ersätter varandra, för de områden och perioder som båda har."),
        error_messages={
            "required": _(
                "Datamängden är inte vald. Filen kan höra till en som finns eller till en ny. Välj en i listan."
            ),
            "invalid_choice": _(
                "Datamängden finns inte längre. Den du valde är inte kvar i listan. Välj en annan."
            ),
        },
    )
    source_name = forms.CharField(
        label=_("Källa"), help_text=_("Vem som publicerar, till exempel Brå."), max_length=120, required=False
    )
    name = forms.CharField(
        label=_("Namn på datamängden"),
        help_text=_("Till exempel Anmälda brott per stadsområde."),
        max_length=150,
        required=False,
    )
    licence = forms.CharField(
        label=_("Licens"), help_text=_("Vad ni får göra med uppgifterna."), max_length=120, required=False
    )
    attribution = forms.CharField(
        label=_("Källhänvisning"),
        help_text=_("Så här står det under varje siffra."),
        max_length=200,
        required=False,
    )
    method = forms.CharField(
        label=_("Metod och förbehåll"),
        help_text=_("Hur uppgifterna är framtagna och vad de inte säger."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )
    is_public = forms.BooleanField(
        label=_("Offentlig statistik: den andra parten ser den direkt"),
        help_text=_("Annars ser bara er myndighet datamängden, tills ni släpper den."),
        required=False,
    )

    def __init__(self, *args: Any, datasets: Sequence[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_pk = {str(row.pk): row for row in datasets}
        field = self.fields["dataset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *([("", gettext("Välj datamängd"))] if not self["dataset"].value() else []),
            *((pk, f"{row.name} ({row.source.name})") for pk, row in self.by_pk.items()),
            (NEW, gettext("Ny datamängd")),
        ]

    @property
    def new_fields(self) -> list[forms.BoundField]:
        names = ("source_name", "name", "licence", "attribution", "method", "is_public")
        return [self[name] for name in names]

    @property
    def has_existing(self) -> bool:
        return bool(self.by_pk)

    @property
    def existing(self) -> Dataset | None:
        return self.by_pk.get(self.cleaned_data.get("dataset", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("dataset") != NEW:
            return data
        missing = {
            "source_name": gettext("Källan saknas. Fältet är tomt. Skriv vem som publicerar uppgifterna."),
            "name": gettext("Namnet saknas. Fältet är tomt. Ge datamängden ett namn som andra känner igen."),
            "licence": gettext(
                "Licensen saknas. Fältet är tomt. Skriv licensen, eller ”Inte angiven” om källan inte säger något."
            ),
            "attribution": gettext(
                "Källhänvisningen saknas. Fältet är tomt. Skriv hur källan ska anges under siffrorna."
            ),
        }
        for name, sentence in missing.items():
            if not data.get(name):
                self.add_error(name, sentence)
        return data


class RecipeForm(forms.Form):
    """A name to save the reading under."""

    use_required_attribute = False  # it shares its <form> with other buttons

    recipe_name = forms.CharField(
        label=_("Receptets namn"),
        help_text=_("Nästa fil med samma rubriker läses då likadant."),
        max_length=100,
        error_messages={
            "required": _(
                "Receptet sparades inte. Namnet är tomt. Skriv ett namn, till exempel Polisens utdrag."
            )
        },
    )


class UseRecipeForm(forms.Form):
    """A saved recipe to read the file by."""

    recipe = forms.ChoiceField(label=_("Sparat recept"), required=False)

    def __init__(self, *, recipes: Sequence[ImportRecipe]) -> None:
        super().__init__()
        field = self.fields["recipe"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(row.pk), row.name) for row in recipes]
        self.has_any = bool(recipes)
