"""The wheel says the same to eye and ear, in grey as in colour."""

import re

from samsyn.ui.wheel import Segment, model_wheel, wheel

SIX = (
    Segment(1, "Lägesbild", "utgåva 3", "decided", None, "police", "/par/norr/lagesbild/", (True,)),
    Segment(2, "Problembild", "3 av 4", "ongoing", 0.75, "city", "/par/norr/2/", (True,)),
    Segment(3, "Syfte|och mål", "4 av 5", "ongoing", 0.8, "", "/par/norr/3/", (True,)),
    Segment(4, "Metod, resurs,|organisation", "", "decided", None, "", "/par/norr/4/", (True,)),
    Segment(5, "Aktivitet|och åtgärd", "62 %", "ongoing", 0.62, "both", "/par/norr/5/", (True,)),
    Segment(6, "Uppföljning", "", "empty", None, "", "/par/norr/6/", (False,)),
)


def drawn(segments=SIX):
    return wheel(
        segments, round_label="Varv 2", years="2026–2027", title="Hjulet för Norr", description="Sex steg."
    )


def halves(html):
    return html.split('<div class="only-n">')


def test_the_segments_are_links_in_the_order_one_to_six():
    for half in halves(drawn()):
        assert re.findall(r'href="/par/norr/(\w+)/', half) == ["lagesbild", "2", "3", "4", "5", "6"]


def test_a_link_says_number_name_state_fact_and_whose_turn_it_is():
    assert 'aria-label="1 Lägesbild, beslutad, utgåva 3, polisen har bollen"' in drawn()
    assert 'aria-label="3 Syfte och mål, pågår, 4 av 5"' in drawn()
    assert 'aria-label="6 Uppföljning, ej påbörjad"' in drawn()


def test_the_three_states_differ_in_body_and_outline():
    html = halves(drawn())[0]
    assert html.count('fill="#0a4a54" stroke="#0a4a54"') == 2
    assert html.count('fill="#d5e6e6" stroke="#0a4a54"') == 3
    assert html.count('fill="#fff" stroke="#6b7f84" stroke-width="2" stroke-dasharray="5 5"') == 1


def test_the_ball_is_filled_on_the_side_of_the_party():
    html = halves(drawn())[0]
    assert html.count('stroke="#9c4513"') == 3
    sides = re.findall(r"A11 11 0 0 ([01])", html)
    assert sides == ["1", "0", "0", "1"]  # the police, the city, both


def test_an_earlier_round_is_a_ring_dashed_where_it_was_not_whole():
    assert halves(drawn())[0].count("A113 113") == 6
    assert halves(drawn())[0].count('stroke-width="5" stroke-dasharray="3 5"') == 1


def test_more_than_three_earlier_rounds_are_counted_not_drawn():
    html = halves(drawn([Segment(1, "Lägesbild", earlier=(True,) * 5)]))[0]
    assert html.count('stroke-width="5"') == 3 and ">+2</text>" in html


def test_the_wide_wheel_has_names_and_the_narrow_one_numbers():
    wide, narrow = halves(drawn())
    assert ">Problembild</text>" in wide and ">Problembild</text>" not in narrow
    assert ">2</text>" in narrow


def test_ids_differ_between_the_widths_and_nothing_breaks_the_csp():
    html = drawn()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4
    assert "style=" not in html and 'role="group"' in html


def test_texts_are_escaped():
    html = drawn([Segment(1, "<b>", "&", url='/"x')])
    assert "<b>" not in html and '"/"x"' not in html


def test_the_plain_wheel_of_the_model_is_one_picture():
    html = model_wheel()
    assert html.count('role="img"') == 2 and "<a " not in html
    assert "Staden och polisen" in html and ">organisation</text>" in html
