"""The glossary holds every model of ours, and every model calls itself by the glossary's word."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import translation

from samsyn.home import glossary

MODELS = [model for model in apps.get_models() if model.__module__.startswith("samsyn.")]


def term_of(model):
    return next((term for term in glossary.terms() if model.__name__ in term.identifiers), None)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_in_the_glossary_and_uses_its_word(model):
    term = term_of(model)
    assert term is not None, f"{model.__name__} has no term in glossary.toml"
    with translation.override("sv"):
        word = str(model._meta.verbose_name)
    assert word in (term.sv, *term.synonyms)
    assert term.app == model._meta.app_label


def test_every_choice_of_role_and_office_and_area_has_its_word():
    from samsyn.people.models import Office, Role
    from samsyn.places.models import AreaKind

    known = {identifier: term for term in glossary.terms() for identifier in term.identifiers}
    with translation.override("sv"):
        for kind in (Role, Office, AreaKind):
            for choice in kind:
                if choice is not AreaKind.OTHER:
                    assert str(choice.label) == known[f"{kind.__name__}.{choice.name}"].sv


def test_no_two_terms_share_a_word_an_identifier_or_an_address():
    terms = glossary.terms()
    assert len({term.sv for term in terms}) == len(terms)
    assert len({term.slug for term in terms}) == len(terms)
    identifiers = [identifier for term in terms for identifier in term.identifiers]
    assert len(set(identifiers)) == len(identifiers)


def test_every_term_is_defined_in_both_languages_in_whole_sentences():
    for term in glossary.terms():
        for text in (term.definition, term.definition_en):
            assert text[0].isupper() and text.endswith("."), term.sv
        assert term.en, term.sv
