"""The first page of Underlag and the way in for a file."""

from django.urls import reverse

START = "/underlag/"


def test_the_first_page_teaches_what_belongs_here_while_it_is_empty(client, cilla):
    client.force_login(cilla)
    text = client.get(START).content.decode()
    assert "Inget underlag ännu" in text
    assert "Börja med folkmängden" in text
    assert "Läs in en fil" in text
    assert reverse("evidence:start") == START


def test_one_who_may_only_read_sees_no_way_in(client, astrid):
    client.force_login(astrid)
    text = client.get(START).content.decode()
    assert "Stadens analytiker läser in filerna." in text
    assert "/underlag/las-in/" not in text
