"""The page where a file is looked through before it is read in: what we understood, and what may be changed.

Looking again stores nothing: the choices travel in the form. What `seen` is a checksum of is what the person has
looked at; a file is only read in by choices that she has seen the rows of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.evidence import access, metrics, overview
from samsyn.evidence.forms import NEW, DatasetForm, ReadingForm, RecipeForm, UseRecipeForm, as_text, chosen
from samsyn.evidence.models import DataImport, Dataset
from samsyn.evidence.views import matching, preview, proposals, words
from samsyn.evidence.workflow import PREPARING
from samsyn.people.requests import MemberRequest
from samsyn.places.models import Division
from samsyn.ui.errors import StaleError, UserError
from samsyn.ui.shortcuts import page

if TYPE_CHECKING:
    from samsyn.sources.contract import Preview, Reader

KNOWN_CRS = (
    ("EPSG:4326", "WGS 84, longitud och latitud"),
    ("EPSG:3006", "SWEREF 99 TM"),
    ("EPSG:3007", "SWEREF 99 12 00"),
    ("EPSG:3021", "RT 90 2,5 gon V"),
    ("EPSG:27700", "British National Grid"),
)
ROWS_SHOWN = 20
ROWS_COUNTED = 5_000  # a file of at most so many rows is counted before it is read in


@dataclass
class Choice:
    """How a person wants the file read. `options` is None while she leaves it to the reader."""

    reader: Reader | None = None
    options: dict[str, str] | None = None
    division: Division | None = None
    areas: dict[str, str] = field(default_factory=dict)

    @property
    def recipe(self) -> dict[str, Any]:
        """The options as they are stored: with the areas that somebody has pointed out."""
        return {**(self.options or {}), **({"areas": self.areas} if self.areas else {})}

    @property
    def checksum(self) -> str:
        division = self.division.pk if self.division else None
        body = [self.reader.key if self.reader else "", self.options, division, self.areas]
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how the file is understood; a POST shows it anew by other choices, and stores nothing."""
    row = access.import_for(request.user, pk, change=True)
    if row.state not in PREPARING:
        return redirect(row)
    if request.method != "POST":
        return _page(request, row, _stored(row))
    if request.POST.get("do") == "use-recipe":
        return _page(request, row, _by_recipe(row, request.POST))
    return _page(request, row, _sent(row, request.POST))


@login_required
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the file in, as it was shown."""
    row = access.import_for(request.user, pk, change=True)
    if row.state not in PREPARING:
        return _already(request, row)
    choice = _sent(row, request.POST)
    belongs = DatasetForm(request.POST, datasets=_own(request, row))
    if choice.reader is None or choice.checksum != request.POST.get("seen"):
        changed = _(
            "Filen lästes inte in. Valen har ändrats sedan raderna visades. "
            "Nu visas raderna som de läses med de nya valen: titta igenom dem och läs in filen."
        )
        return _page(request, row, choice, belongs=belongs, error=changed, status=422)
    if not belongs.is_valid():
        return _page(request, row, choice, belongs=belongs, status=422)
    try:
        _confirm(request, row, choice, choice.reader, belongs)
    except StaleError:
        return _already(request, access.import_for(request.user, pk))
    except UserError as error:
        return _page(request, row, choice, belongs=belongs, error=str(error), status=422)
    return redirect(row)


@transaction.atomic
def _confirm(
    request: MemberRequest, row: DataImport, choice: Choice, reader: Reader, belongs: DatasetForm
) -> None:
    from samsyn.evidence import services

    services.choose(
        data_import=row,
        dataset=belongs.existing or _new_dataset(request, row, reader, belongs.cleaned_data),
        reader=reader.key,
        options=choice.recipe,
        division=choice.division,
        by=request.user,
    )
    services.confirm(data_import=row, by=request.user)


def _own(request: MemberRequest, row: DataImport) -> list[Dataset]:
    """Return the datasets that a file may belong to: those of the member's own authority."""
    return [one for one in overview.datasets_of(row.city) if access.is_own(request.user, one)]


def _new_dataset(request: MemberRequest, row: DataImport, reader: Reader, said: dict[str, Any]) -> Dataset:
    from samsyn.evidence import services

    named = {
        name: said[name] for name in ("source_name", "name", "licence", "attribution", "method", "is_public")
    }
    return services.add_dataset(
        city=row.city,
        kind=proposals.kind_of(reader),
        reader=reader.key,
        is_example=row.city.is_example,
        by=request.user,
        **named,
    )


def _already(request: MemberRequest, row: DataImport) -> HttpResponse:
    """Tell the second of two that the file has gone on; nothing is read in twice."""
    messages.warning(
        request,
        _(
            "Du läste inte in filen. Någon annan hann före: filen är nu ”%(state)s”. "
            "Här ser du hur det går för den."
        )
        % {"state": row.get_state_display()},
    )
    return redirect(row)


@login_required
@require_POST
def save_recipe(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep the choices under a name, for the next file of the same form."""
    from samsyn.evidence import services

    row = access.import_for(request.user, pk, change=True)
    if row.state not in PREPARING:
        return _already(request, row)
    choice = _sent(row, request.POST)
    form = RecipeForm(request.POST)
    if choice.reader is None or not form.is_valid():
        return _page(request, row, choice, recipe=form, status=422)
    row.reader, row.options = choice.reader.key, choice.recipe  # not saved: the recipe is made from them
    try:
        made = services.save_recipe(data_import=row, by=request.user, name=form.cleaned_data["recipe_name"])
    except UserError as error:
        form.add_error("recipe_name", str(error))
        return _page(request, row, choice, recipe=form, status=422)
    said = _("Receptet ”%(name)s” är sparat. Nästa fil med samma rubriker läses likadant.") % {
        "name": made.name
    }
    return _page(request, row, choice, said=said)


def _stored(row: DataImport) -> Choice:
    reader = words.reader_of(row.reader) if row.reader else None
    options = dict(row.options) if reader and row.options else None
    areas = options.pop("areas", {}) if options else {}
    return Choice(
        reader, {k: as_text(v) for k, v in options.items()} if options else None, row.division, areas
    )


def _by_recipe(row: DataImport, sent: Mapping[str, Any]) -> Choice:
    wanted = str(sent.get("recipe", ""))
    recipe = overview.recipes_of(row.city).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    reader = words.reader_of(recipe.reader) if recipe else None
    if recipe is None or reader is None:
        return _sent(row, sent)
    areas = recipe.options.get("areas", {})
    return Choice(reader, chosen(reader, recipe.options, prefix=""), row.division, dict(areas))


def _sent(row: DataImport, sent: Mapping[str, Any]) -> Choice:
    """Return the choices of the form. Options of another reader than the one shown are left out."""
    reader = words.reader_of(str(sent.get("reader", "")))
    if reader is None or reader.kind == "areas":
        return Choice()
    is_same = reader.key == sent.get("shown_reader")
    pk = str(sent.get("division", ""))
    division = overview.divisions_of(row.city).filter(pk=int(pk)).first() if pk.isdecimal() else None
    return Choice(
        reader,
        chosen(reader, sent) if is_same else None,
        division,
        matching.pointed_out(row.city, sent) if is_same else {},
    )


def _page(
    request: MemberRequest,
    row: DataImport,
    choice: Choice,
    *,
    belongs: DatasetForm | None = None,
    recipe: RecipeForm | None = None,
    error: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    from samsyn.evidence.services.previews import readers

    sureness = _propose(row, choice)
    shown, raw, trouble = _look(row, choice)
    reader = choice.reader
    datasets = _own(request, row)
    context: dict[str, Any] = {
        "room": "evidence",
        "row": row,
        "is_example": row.city.is_example,
        "error": error or trouble,
        "said": said,
        "sure": preview.how_sure(words.reader_title(reader.key), sureness) if reader else "",
        "reading": ReadingForm(
            city=row.city,
            readers=readers(),
            reader=reader,
            division=choice.division,
            headings=raw.heading,
            options=choice.options or {},
        ),
        "recipes": UseRecipeForm(recipes=list(overview.recipes_of(row.city))),
        "recipe": recipe or RecipeForm(),
        "seen": choice.checksum,
        "raw": raw,
        "is_map": reader is None and not raw.rows and preview.is_map(row),
        "known_metrics": metrics.all_metrics(),
        "known_crs": KNOWN_CRS,
        "can_confirm": False,
    }
    if reader and shown:
        form = belongs or DatasetForm(initial=proposals.initial(row, reader, datasets), datasets=datasets)
        context |= _shown(row, choice, shown) | {
            "belongs": form,
            "is_new": form["dataset"].value() in {"", None, NEW},
        }
    return page(
        request,
        "evidence/review.html",
        context,
        status=422 if trouble and request.method == "POST" else status,
    )


def _propose(row: DataImport, choice: Choice) -> float | None:
    """Put the likeliest reader in the choice when none is chosen; return how sure it is, None for a chosen one."""
    from samsyn.evidence import services

    if choice.reader is not None:
        return None
    try:
        proposed = services.propose(row)
    except UserError:
        return None
    if not proposed:
        return None
    sureness, choice.reader = proposed[0]
    return sureness


def _look(row: DataImport, choice: Choice) -> tuple[Preview | None, preview.Raw, str]:
    """Return the first rows, the file's headings, and what stopped the reading; fill in the options proposed."""
    from samsyn.evidence.services.previews import first_rows

    if choice.reader is None:
        return None, preview.raw(row), ""
    try:
        shown = first_rows(row, choice.reader, choice.options, rows=ROWS_COUNTED)
    except UserError as error:
        return None, preview.raw(row), str(error)
    choice.options = chosen(choice.reader, {**shown.options, **(choice.options or {})}, prefix="")
    return shown, preview.Raw(tuple(column.heading for column in shown.columns)), ""


def _shown(row: DataImport, choice: Choice, shown: Preview) -> dict[str, Any]:
    """Return what the page says of the rows and the areas in them."""
    assert choice.reader is not None
    row.reader, row.options, row.division = choice.reader.key, choice.recipe, choice.division  # not saved
    areas = matching.areas(row, choice.areas)
    return {
        "preview": shown,
        "columns": preview.heads(shown.columns),
        "more_columns": max(0, len(shown.columns) - preview.MOST_COLUMNS),
        "says_first": len(shown.columns) > 4,
        "lines": preview.lines(
            shown, ROWS_SHOWN, areas.lost if areas else {}, areas.elsewhere if areas else {}
        ),
        "rows_sentence": preview.sentence(shown, ROWS_SHOWN),
        "delimiter": preview.delimiter_word(shown.delimiter),
        "notes": preview.notes(shown),
        "areas": areas,
        "count": _count(shown, areas),
        "wants_division": True,
        "can_confirm": True,
    }


def _count(shown: Preview, areas: matching.Areas | None) -> int | None:
    """Return how many rows will be read in, None when the file is longer than what was looked at."""
    if len(shown.rows) >= ROWS_COUNTED:
        return None
    return preview.rows_to_read(shown, {**areas.lost, **areas.elsewhere} if areas else {})
