"""The words of the interface as a practitioner reads them: plain, and of the glossary."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import samsyn
from samsyn.cli.catalogue import extract

PLACE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}|<[^>]+>|&\w+;")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONG = 6  # letters; a longer word is a long word
LEAST_WORDS = 5  # a label or a button is no sentence to weigh


def lix(text: str) -> float:
    """Return the readability index of a text: words a sentence, and long words of a hundred.

    Under 40 is easy to read, over 50 is the language of authorities. Source: Björnsson (1968), Läsbarhet.

    >>> lix("Det här är lätt. Du läser det fort.")
    4.0
    """
    words = WORD.findall(text)
    sentences = max(1, len([part for part in re.split(r"[.!?:]+", text) if WORD.search(part)]))
    return len(words) / sentences + 100 * sum(len(word) > LONG for word in words) / len(words)


@functools.cache
def sentences() -> list[str]:
    """Every Swedish text of the interface that is long enough to be a sentence."""
    found = extract(Path(samsyn.__file__).parent)
    plain = [PLACE.sub(" ", part) for key in found for part in (key if isinstance(key, tuple) else (key,))]
    return [text for text in plain if len(WORD.findall(text)) >= LEAST_WORDS]


def test_the_measure_of_reading_counts_as_the_book_does():
    assert lix("Det här är lätt. Du läser det fort.") == 4.0
    assert round(lix("Kommunen och polisen arbetar tillsammans mot brott."), 1) == 64.1


def test_the_texts_of_the_interface_are_easy_to_read_on_the_whole():
    read = [lix(text) for text in sentences()]
    assert len(read) > 1000
    assert sum(read) / len(read) < 40


def test_nothing_is_called_a_broken_crime():
    """A break in the thread is an avbrott: in this trade "brott" means crime."""
    assert [text for text in sentences() if re.search(r"\bbrott i (röda )?tråden\b", text, re.I)] == []


# words that the glossary has a better one for, and words that the design forbids
AVOIDED = (
    *(
        "nollmätning",
        "handlingsplan",
        "insats",
        "framdrift",
        "effektmätning",
        "hearing",
        "nyckeltal",
        "trygghetsmätning",
    ),
    *("signifikant", "signifikans", "p-värde", "klicka här", "vänligen"),
)


def test_one_concept_has_one_word():
    ending = r"(?:en|et|er|ar|s|n|erna|arna)?"
    wrong = [
        (word, text)
        for text in sentences()
        for word in AVOIDED
        if re.search(rf"\b{word}{ending}\b", text, re.I)
    ]
    assert wrong == []
