from __future__ import annotations

import pytest

from samsyn.home import glossary, health, markdown


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_sees_the_model_and_no_room_that_does_not_exist(client, db):
    text = text_of(client.get("/"))
    assert "Se samma sak." in text
    assert "Varje varv börjar med det som ni lärde er i det förra." in text
    assert "Gå in i exemplet" not in text
    assert 'href="/konto/logga-in/"' in text


def test_a_stranger_on_the_examples_own_machine_may_go_in(client, cast, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.IS_LOOPBACK, settings.DEMO = True, True
    assert "Gå in i exemplet" in text_of(client.get("/", HTTP_HOST="localhost"))


@pytest.mark.parametrize("path", ["/ordlista/", "/nyheter/", "/tillganglighet/", "/halsa/", "/redo/"])
def test_pages_of_text_are_open_to_all(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/installningar/", "/logg/", "/par/exempelstaden-norr/"])
def test_other_pages_ask_one_to_sign_in_first(client, pairs, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"] == f"/konto/logga-in/?next={path}"


def test_the_glossary_is_searched_in_words_and_definitions(client, db):
    text = text_of(client.get("/ordlista/", {"sok": "kanonisk öppning"}))
    assert "Inget ord stämmer." in text
    text = text_of(client.get("/ordlista/", {"sok": "tunt eller lugnt"}))
    assert "Inget ord stämmer." in text
    text = text_of(client.get("/ordlista/", {"sok": "KONTROLLSUMMA"}))
    assert "Händelselogg" in text
    assert "Trygghetsvandring" not in text


def test_what_is_searched_for_is_shown_as_text(client, db):
    text = text_of(client.get("/ordlista/", {"sok": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in text


def test_the_glossary_speaks_english_to_who_reads_english(client, db):
    client.cookies["samsyn-sprak"] = "en"
    assert "The running picture of crime and insecurity" in text_of(client.get("/ordlista/"))


def test_glossary_terms_are_read_once():
    assert glossary.terms() is glossary.terms()
    assert len(glossary.search("")) == len(glossary.terms())


def test_the_news_are_the_changelog(client, db):
    text = text_of(client.get("/nyheter/"))
    assert "<h2>0.1.0</h2>" in text
    assert "<li>" in text


def test_markdown_shows_points_bold_and_links_and_no_html_of_its_own():
    html = markdown.render(
        "# A\n\nEtt **fett** ord\noch `kod`.\n\n- en\n  fortsättning\n- två <b>x</b>\n\n[här](/nyheter/) [ond](javascript:x)"
    )
    assert html.splitlines() == [
        "<h2>A</h2>",
        "<p>Ett <strong>fett</strong> ord och <code>kod</code>.</p>",
        "<ul>",
        "<li>en fortsättning</li>",
        "<li>två &lt;b&gt;x&lt;/b&gt;</li>",
        "</ul>",
        '<p><a href="/nyheter/">här</a> [ond](javascript:x)</p>',
    ]


def test_the_program_is_ready_with_database_and_folder(client, db):
    assert client.get("/redo/").json() == {"ready": True, "problems": []}


def test_a_folder_that_cannot_be_written_makes_it_not_ready(client, db, settings, tmp_path):
    (tmp_path / "file").write_text("x")
    settings.SAMSYN_DATA = tmp_path / "file" / "under"
    answer = client.get("/redo/")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "problems": ["data-folder"]}


def test_a_worker_that_has_fallen_silent_makes_it_not_ready(client, db, settings):
    import os

    settings.SAMSYN_DATA.mkdir(parents=True)
    beat = settings.SAMSYN_DATA / health.HEARTBEAT
    beat.touch()
    assert client.get("/redo/").status_code == 200
    os.utime(beat, (0, 0))
    assert client.get("/redo/").json()["problems"] == ["worker-silent"]


def test_a_page_that_is_not_there_says_so_in_plain_words(client, db):
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_a_form_without_its_token_explains_what_happened(db, cast):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/konto/logga-in/", {"login": "x"})
    assert answer.status_code == 403
    assert "Det du skrev sparades inte." in answer.content.decode()


def test_a_fault_of_ours_shows_a_calm_page_without_a_database(client, db):
    from django.template.loader import render_to_string

    text = render_to_string("500.html")
    assert "Något gick fel hos oss" in text
    assert "ui/samsyn.css" in text
