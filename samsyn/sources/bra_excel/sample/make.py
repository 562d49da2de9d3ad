"""Make the sample files: `python make.py`. Invented figures in the form that a description gives; not Brå's own files."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent
AREAS = ("Centrum (Gbg)", "Hisingen (Gbg)", "Nordost (Gbg)", "Sydväst (Gbg)")


def sheet(*titles: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "Tabell"
    for title in titles:
        page.append([title])
    page.append([])
    return book, page


def years_as_columns() -> None:
    """One row an area and crime type; the area's cell is merged over its rows."""
    book, page = sheet("Anmälda brott, antal", "Källa: Brå")
    page.append(["Område", "Brottstyp", 2020, 2023, 2024, 2025])
    for place, area in enumerate(AREAS):
        for number, crime in enumerate(("Samtliga brott", "Misshandel", "Biltillgrepp")):
            figures = [0, 1000 * (4 - place) // (number * 9 + 1), 990 * (4 - place) // (number * 9 + 1), ".."]
            page.append([area if number == 0 else None, crime, *figures])
        last = page.max_row
        page.merge_cells(start_row=last - 2, end_row=last, start_column=1, end_column=1)
    page.append([])
    page.append([".. = uppgiften är dold"])
    book.save(FOLDER / "ar_som_kolumner.xlsx")


def months_under_years() -> None:
    """Years merged above their months; the crime type stands in the title."""
    book, page = sheet("Anmälda brott, antal: Misshandel")
    months = ["jan", "feb", "mar"]
    page.append([None, 2024, None, None, 2025, None, None])
    page.append(["Område", *months, *months])
    row = page.max_row
    page.merge_cells(start_row=row - 1, end_row=row - 1, start_column=2, end_column=4)
    page.merge_cells(start_row=row - 1, end_row=row - 1, start_column=5, end_column=7)
    for place, area in enumerate(AREAS):
        page.append([area, *(180 - 30 * place + month for month in range(6))])
    book.save(FOLDER / "manader_under_ar.xlsx")


def areas_as_columns() -> None:
    """Years down, areas across."""
    book, page = sheet("Anmälda brott, antal", "Brottstyp: Samtliga brott")
    page.append(["År", *AREAS])
    for place, year in enumerate((2021, 2022, 2023)):
        page.append([year, *(38_000 - 7_000 * column + 100 * place for column in range(4))])
    book.save(FOLDER / "omraden_som_kolumner.xlsx")


def formulas() -> None:
    """A sum that was never counted: openpyxl writes formulas without a value."""
    book, page = sheet("Anmälda brott, antal: Samtliga brott")
    page.append(["Område", 2023, 2024])
    page.append(["Centrum (Gbg)", 39_000, 37_000])
    page.append(["Hisingen (Gbg)", 19_000, 19_500])
    page.append(["Göteborg", "=SUM(B4:B5)", "=SUM(C4:C5)"])
    book.save(FOLDER / "formler.xlsx")


if __name__ == "__main__":
    years_as_columns()
    months_under_years()
    areas_as_columns()
    formulas()
