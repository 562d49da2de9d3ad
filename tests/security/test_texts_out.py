"""What people write and bring comes out as text: on pages, in files, in headers. And what they did not mean to give stays in."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from samsyn.evidence.models import DataImport
from samsyn.evidence.tests.web import hand_in

pytestmark = pytest.mark.one_database


def test_the_author_of_a_file_that_is_brought_is_passed_on_nowhere(client, cilla, city):
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "Namn Namnsson"
    for row in (
        ["ar", "omrade", "niva", "folkmangd"],
        [2024, "Norr", "stadsområde", 5000],
        [2024, "Söder", "stadsområde", "x"],
    ):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    client.force_login(cilla)
    hand_in(client, city, data.getvalue(), file_name="folk.xlsx")
    row = DataImport.objects.get()
    for name in ("import", "review", "errors"):
        answer = client.get(reverse(f"evidence:{name}", args=[row.pk]), follow=True)
        assert answer.status_code == 200 and b"Namnsson" not in answer.content, name


@pytest.mark.parametrize(
    "name",
    [
        'a"\r\nSet-Cookie: x=1;.csv',
        "a\x00b.csv",
        "../../../etc/passwd",
        "a;filename=evil.exe.csv",
        "ä\u202egpj.csv",
    ],
)
def test_a_file_s_name_never_becomes_a_header_or_a_path(client, cilla, city, name):
    client.force_login(cilla)
    hand_in(client, city, "ar,omrade\n2024,=1+1\n", file_name="a.csv")
    DataImport.objects.update(file_name=name)  # past the rules of the service
    answer = client.get(reverse("evidence:errors", args=[DataImport.objects.get().pk]))
    said = answer["Content-Disposition"]
    assert answer.status_code == 200 and said.startswith("attachment; filename")
    assert not {"\r", "\n", "\x00", "/", "\u202e"} & set(said)
    assert "set-cookie" not in {header.lower() for header in answer.headers} and not answer.cookies
    assert said.count("filename") == 1 or said.count('"') == 2


def test_a_form_of_five_megabytes_or_a_thousand_fields_is_refused(client, cilla):
    client.force_login(cilla)
    address = reverse("home:settings")
    assert client.post(address, {"name": "x" * 6_000_000}).status_code == 400
    assert client.post(address, {f"f{number}": "" for number in range(1_100)}).status_code == 400
