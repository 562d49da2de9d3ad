"""Which passwords are refused, and the file of breached ones."""

from __future__ import annotations

import hashlib
import math
import random
import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from samsyn.people import passwords
from samsyn.people.services.members import _LETTERS, one_time_password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Exempelstaden1!", "own-words"),
        ("exempelståden2026", "own-words"),
        ("Samsyn-Trygg-2026", "own-words"),
        ("Socialförvaltningen Norr", "own-words"),
        ("rut riktig 1990", "own-words"),
        ("TryggPolis123", "own-words"),
        ("Sommaren är 2025", "own-words"),
        ("aaaaaaaaaaaaa", "pattern"),
        ("hejpåhejpåhejpå", "pattern"),
        ("abcdefghijklmn", "pattern"),
        ("qwertyuiopåasdf", "pattern"),
        ("98765432109876", "pattern"),
        ("poiuytrewqlkjh", "pattern"),
        ("q1w2e3r4t5y6", "common"),
        ("ILOVEYOUFOREVER", "common"),
        ("!!sunshine2026!!", "common"),
        ("dragon1234567", "common"),
    ],
)
def test_what_is_guessed_first_is_refused_in_three_sentences(real, password, code):
    with pytest.raises(ValidationError) as caught:
        validate_password(password, real)
    found = {error.code: error.messages[0] for error in caught.value.error_list}
    assert code in found
    assert len(re.findall(r"[.!?](?:\s|$)", found[code])) == 3


@pytest.mark.parametrize(
    "password",
    [
        "en lång mening 7",
        "sju svarta svanar sov",
        "tryggt regnar det på taket igen",
        "korrekt häst batteri häftklammer",
        "pQ7-tuvw-9xkd-LmR",
        "Göteborgs hamn luktar tjära om natten",
    ],
)
def test_a_sentence_or_chance_is_taken(real, password):
    validate_password(password, real)


def test_three_thousand_common_passwords_of_our_length_are_known():
    assert len(passwords._long()) > 20_000
    assert min(map(len, passwords._long())) >= 12


def test_a_breached_password_is_found_in_a_file_of_any_size(settings, tmp_path, real):
    """In the format of Have I Been Pwned: sorted, capitals, a colon, a count; with and without the last line break."""
    words = [f"ord nummer {n} i listan" for n in range(501)]
    rows = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in words)
    for tail, ending in (("\n", "\n"), ("", "\r\n")):
        path = tmp_path / "pwned.txt"
        path.write_bytes((ending.join(f"{row}:{n + 1}" for n, row in enumerate(rows)) + tail).encode())
        for digest in (rows[0], rows[-1], *random.Random(7).sample(rows, 60)):
            assert passwords.is_in_file(path, digest)
        for absent in ("0" * 40, "F" * 40, hashlib.sha1(b"finns inte").hexdigest()):
            assert not passwords.is_in_file(path, absent)
    settings.SAMSYN_BREACHED_PASSWORDS = str(path)
    with pytest.raises(ValidationError, match="har läckt"):
        validate_password(words[7], real)
    validate_password("ord som inte finns där", real)
    (tmp_path / "empty").touch()
    assert not passwords.is_in_file(tmp_path / "empty", rows[0])


def test_a_one_time_password_cannot_be_guessed_and_can_be_read_aloud():
    password = one_time_password()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){6}", password)
    assert not set("l1o0i") & set(_LETTERS)
    assert math.log2(len(_LETTERS)) * 28 > 128
    assert len({one_time_password() for _n in range(50)}) == 50
