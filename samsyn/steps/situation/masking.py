"""An edition without what may not leave the program: its frozen contents in, the same with masks out.

The frozen text itself never changes: what is masked is the copy that a document is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from samsyn.evidence.models import DataImport
from samsyn.secrecy.rules import Masker, must_export
from samsyn.steps.situation.carried import masked_rows
from samsyn.steps.situation.models import Edition

Row = Mapping[str, Any]


def masked(edition: Edition, contents: Row) -> tuple[dict[str, Any], Masker]:
    """Return the contents of a document of the edition, and what its foot must say.

    Raises KeptError when the edition as a whole may not leave.
    """
    masker = Masker(must_export(edition))
    sections = contents["sections"]
    findings = masker.closed("situation.finding", _ids(contents["findings"]))
    paragraphs = masker.closed("situation.paragraph", _ids(row for part in sections.values() for row in part))
    imports = _closed_imports(contents["sources"], masker)
    handed_on = {"carried": masked_rows(contents["carried"], masker)} if "carried" in contents else {}
    if not masker.masked:
        return dict(contents), masker
    unusual = contents.get("unusual")
    return {
        **contents,
        **handed_on,
        "findings": [
            _finding(row, findings.get(str(row.get("id")), ""), imports) for row in contents["findings"]
        ],
        "sections": {
            code: [{**row, "text": paragraphs.get(str(row.get("id")), row["text"])} for row in part]
            for code, part in sections.items()
        },
        "indicators": [row for row in contents["indicators"] if not _rests_on(row, imports)],
        "safety": [row for row in contents["safety"] if not _rests_on(row, imports)],
        **({"unusual": None} if unusual and _rests_on(unusual, imports) else {}),
        "sources": [_source(row, imports.get(row["import"], "")) for row in contents["sources"]],
    }, masker


def _ids(rows: Iterable[Row]) -> list[str]:
    return [str(row["id"]) for row in rows if "id" in row]


def _closed_imports(sources: Iterable[Row], masker: Masker) -> dict[int, str]:
    """Return what to write instead, by the number of each import whose dataset may not leave."""
    numbers = [row["import"] for row in sources]
    datasets = dict(
        DataImport.objects.filter(pk__in=numbers).exclude(dataset=None).values_list("pk", "dataset")
    )
    shut = masker.closed("evidence.dataset", [str(pk) for pk in datasets.values()])
    return {number: shut[str(pk)] for number, pk in datasets.items() if str(pk) in shut}


def _finding(row: Row, mask: str, imports: Mapping[int, str]) -> dict[str, Any]:
    if mask:
        return {**row, "statement": mask, "doubt": "", "figures": []}
    resting = [imports[one["import"]] for one in row["figures"] if one["import"] in imports]
    if not resting:
        return dict(row)
    return {**row, "statement": resting[0], "doubt": "", "figures": []}  # its words may say the figure


def _rests_on(row: Row, imports: Mapping[int, str]) -> bool:
    figures = [row.get(name) for name in ("figure", "before", "reference")]
    figures += [one.get("figure") for one in row.get("rows", ())]
    known = {*row.get("imports", ()), *(one.get("import") for one in figures if one)}
    return bool(known & imports.keys())


def _source(row: Row, mask: str) -> dict[str, Any]:
    """The source stays named, with the mask where its file stood: a reader sees that figures are left out, and on what ground."""
    return {**row, "file": mask} if mask else dict(row)
