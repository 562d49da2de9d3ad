"""An import from the command line: the same steps, texts and errors as in the web."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.evidence import services
from samsyn.evidence.models import DataImport, Dataset, DatasetKind, ImportState
from samsyn.evidence.services.previews import reader_for
from samsyn.people.models import Member
from samsyn.places.models import City, Division
from samsyn.ui.errors import UserError
from samsyn.ui.texts import say, say_error

if TYPE_CHECKING:
    from samsyn.evidence.services import AreaCheck
    from samsyn.sources.contract import Preview, Reader

OK, STOPPED = 0, 2
_SHOWN_ERRORS = 20


class Report:
    """Gathers what is to be said, and says it as text or as one JSON object."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self.facts: dict[str, Any] = {}
        self._lines: list[str] = []

    def line(self, text: str = "") -> None:
        if self._as_json:
            self._lines.append(text)
        else:
            print(text)

    def end(self, code: int) -> int:
        if self._as_json:
            print(
                json.dumps({**self.facts, "text": self._lines, "exit": code}, ensure_ascii=False, default=str)
            )
        return code


def import_file(options: argparse.Namespace) -> int:
    """Show a file and, when told, read it in; return the exit code."""
    report = Report(as_json=options.json)
    with override("sv"):
        try:
            return report.end(_steps(options, report))
        except services.SameFileError as error:
            report.line(error.message)
            report.facts |= {"import": error.existing.pk, "state": error.existing.state, "changed": False}
            return report.end(OK)
        except UserError as error:
            report.line(error.message)
            report.facts |= {"error": error.message, "changed": False}
            return report.end(STOPPED)


def _steps(options: argparse.Namespace, report: Report) -> int:
    city = _row(City, options.city, slug=options.city)
    by = _row(Member, options.by, email=options.by.lower()) if options.by else None
    division = (
        _row(Division, options.division, city=city, slug=options.division) if options.division else None
    )
    try:
        with options.file.open("rb") as upload:
            received = services.receive_file(
                city=city, upload=upload, file_name=options.file.name, by=by, again=options.again
            )
    except OSError as error:
        raise UserError(
            _("Filen %(name)s gick inte att öppna. %(reason)s. Kontrollera sökvägen och försök igen.")
            % {"name": options.file.name, "reason": error.strerror}
        ) from error
    try:
        code = _read(options, report, received, division, by)
    except UserError:
        _leave(received, by)
        raise
    return code


def _row(model: Any, given: str, **by: Any) -> Any:
    found = model.objects.filter(**by).first()
    if found is None:
        near = model.objects.filter(**{name: value for name, value in by.items() if name == "city"})
        known = ", ".join(near.values_list("slug", flat=True)) if "slug" in by else ""
        raise UserError(
            _(
                "Ingenting lästes in. Det finns ingen %(what)s som heter ”%(given)s”. Välj en av dem som finns: %(known)s."
            )
            % {"what": model._meta.verbose_name, "given": given, "known": known or "–"}
        )
    return found


def _leave(received: DataImport, by: Member | None) -> None:
    """Take away a file that was not read in, unless a run has already said how it ended."""
    received.refresh_from_db()
    if received.state == ImportState.RECEIVED:
        services.discard(data_import=received, by=by)


def _read(
    options: argparse.Namespace,
    report: Report,
    received: DataImport,
    division: Division | None,
    by: Member | None,
) -> int:
    chosen, areas = _options(options.option)
    shown = services.preview(received, options.reader, chosen or None)
    reader = reader_for(shown.reader)
    recipe = {**shown.options, **chosen, **({"areas": areas} if areas else {})}
    _say_preview(report, shown, reader)
    received.reader, received.options, received.division = reader.key, recipe, division
    _say_areas(report, services.check_areas(received))
    if not options.yes and not _is_told(options):
        _leave(received, by)
        report.line(_("Ingenting är inläst. Kör samma kommando med --yes för att läsa in filen."))
        report.facts |= {"state": "shown", "changed": False}
        return OK
    dataset = _dataset(options, received.city, reader, by)
    services.choose(
        data_import=received, dataset=dataset, reader=reader.key, options=recipe, division=division, by=by
    )
    services.confirm_and_run(data_import=received, by=by)
    return _say_result(report, received)


def _options(given: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    chosen: dict[str, Any] = {}
    areas: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise UserError(
                _(
                    "Valet ”%(text)s” går inte att förstå. Det saknar likhetstecken. Skriv till exempel --option category=Brottstyp."
                )
                % {"text": text}
            )
        if name.startswith("areas."):
            areas[name.removeprefix("areas.")] = value
        else:
            chosen[name] = value
    return chosen, areas


def _dataset(options: argparse.Namespace, city: City, reader: Reader, by: Member | None) -> Dataset:
    found = Dataset.objects.filter(
        city=city, source__name__iexact=options.source, name__iexact=options.dataset
    )
    return found.first() or services.add_dataset(
        city=city,
        source_name=options.source,
        name=options.dataset,
        kind=kind_of(reader),
        reader=reader.key,
        licence=options.licence,
        attribution=options.attribution,
        method=options.method,
        by=by,
    )


def kind_of(reader: Reader) -> str:
    """Return the kind of dataset that files of the reader belong to."""
    if reader.key.startswith("survey-"):
        return DatasetKind.SAFETY_SURVEY
    kinds = {"incidents": DatasetKind.INCIDENTS, "feed": DatasetKind.FEED}
    return kinds.get(reader.kind, DatasetKind.OBSERVATIONS)


def _is_told(options: argparse.Namespace) -> bool:
    """Ask at a terminal whether to go on."""
    if options.json or not sys.stdin.isatty():
        return False
    return input(_("Läs in filen? [j/N] ")).strip().lower() in {"j", "ja", "y", "yes"}


def _say_preview(report: Report, shown: Preview, reader: Reader) -> None:
    report.line(_("Läsare: %(title)s (%(key)s)") % {"title": say(reader.title), "key": reader.key})
    for column in shown.columns:
        examples = ", ".join(column.examples)
        report.line(f"  {column.heading} → {column.meaning or '–'}   {examples}")
    for template, facts in shown.notes:
        report.line(f"  {say(template, facts)}")
    report.line(
        _("De första raderna: %(rows)s lästa, %(refused)s med fel")
        % {"rows": shown.batch.rows_read, "refused": shown.batch.refused}
    )
    for error in shown.batch.errors[:_SHOWN_ERRORS]:
        report.line(f"  {say_error(error)}")
    report.facts |= {"reader": reader.key, "options": dict(shown.options)}


def _say_areas(report: Report, check: AreaCheck) -> None:
    for match in check.matches:
        if match.area is None:
            like = ", ".join(f"{area.name} ({area.key})" for area in match.suggestions)
            report.line(
                _("  Okänt område: %(name)s. Liknar: %(like)s") % {"name": match.name, "like": like or "–"}
            )
        elif match.how == "spelling":
            report.line(_("  %(name)s tolkas som %(area)s") % {"name": match.name, "area": match.area.name})
    if check.outside:
        report.line(
            _("  %(inside)s av de första punkterna ligger i staden, %(outside)s utanför")
            % {"inside": check.located, "outside": check.outside}
        )
    if check.are_swapped:
        report.line(_("  Det ser ut som att x och y är omkastade."))
    report.facts["unknown_areas"] = [match.name for match in check.unknown]


def _say_result(report: Report, done: DataImport) -> int:
    if done.message:
        report.line(done.message)
    if done.state == ImportState.IN_FORCE:
        report.line(
            _(
                "Filen är inläst och gäller. %(taken)s rader lästes in, %(refused)s hade fel, %(left)s lämnades utanför."
            )
            % {"taken": done.rows_taken, "refused": done.rows_refused, "left": done.rows_left_out}
        )
    errors = services.row_errors(done).slice(0, _SHOWN_ERRORS).to_pylist()
    for row in errors:
        report.line(f"  {services.error_text(row)}")
    for note in done.warnings:
        if note["kind"] == "note":
            report.line(f"  {say(note['template'], note['facts'])}")
    report.facts |= {
        "import": done.pk,
        "state": done.state,
        "changed": done.state == ImportState.IN_FORCE,
        "rows_taken": done.rows_taken,
        "rows_refused": done.rows_refused,
        "rows_outside": done.rows_outside,
        "rows_left_out": done.rows_left_out,
        "errors": [services.error_text(row) for row in errors],
    }
    return STOPPED if done.state == ImportState.FAILED else OK
