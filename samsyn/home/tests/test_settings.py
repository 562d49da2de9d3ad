from __future__ import annotations


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_one_sees_ones_own_roles_and_no_password_in_the_example(client, astrid):
    client.force_login(astrid)
    text = text_of(client.get("/installningar/"))
    assert "Trygghetssamordnare i Exempelstaden Norr" in text
    assert "går in utan lösenord" in text
    assert "Byt lösenord" not in text
    assert "Medarbetare i Exempelstaden" not in text


def test_the_administrator_finds_what_she_looks_after(client, cilla):
    client.force_login(cilla)
    assert "Medarbetare i Exempelstaden" in text_of(client.get("/installningar/"))


def test_one_changes_ones_own_name_and_nothing_else(client, astrid):
    client.force_login(astrid)
    answer = client.post(
        "/installningar/",
        {"name": "Astrid Berg", "title": "samordnare", "email": "x@x.example", "is_example": ""},
    )
    assert answer.status_code == 302
    astrid.refresh_from_db()
    assert (astrid.name, astrid.email, astrid.is_example) == (
        "Astrid Berg",
        "astrid@exempelstaden.example",
        True,
    )


def test_an_empty_name_is_explained(client, astrid):
    client.force_login(astrid)
    answer = client.post("/installningar/", {"name": "", "title": "samordnare"})
    assert answer.status_code == 422
    assert 'value="samordnare"' in answer.content.decode()


def test_who_has_a_password_may_change_it(client, hanna):
    hanna.set_password("en lång mening 7")
    hanna.save()
    client.force_login(hanna)
    assert "Byt lösenord" in text_of(client.get("/installningar/"))
