"""How wide words are in the picture, and where a line breaks. Pure: a server that draws has no font to ask.

The widths are those of Inter at weight 500 with tabular figures, in thousandths of the size, rounded up.
"""

from __future__ import annotations

SIZE = 15.0
_BY_WIDTH = {
    275: " \u00a0ijI’",
    320: "l.,:;·!'",
    350: "t",
    395: "fr()/|",
    470: '-”"',
    550: "s–",
    590: "acekvxyzåäéFLJ?",
    620: "bdghnopquöüEÉ",
    665: "0123456789&+×BPRSTZ",
    720: "ADKVXYÅÄ",
    775: "CGHNOQUÖÜ",
    1015: "mwMW%…≥—@",
}
_WIDTHS = {letter: thousandths for thousandths, letters in _BY_WIDTH.items() for letter in letters}
_OTHERS = 775
_BOLD = 1.02  # weight 620 beside 500
_SHORTEST = 3  # letters on either side of a word that is cut
_VOWELS = "aeiouyåäöé"
_JOINTS = {"ds", "gs", "ls", "ns", "ts"}  # bostads-område, trygghets-undersökning


def width(text: str, *, is_bold: bool = False) -> float:
    """Return how wide the text is at SIZE, in the picture's units."""
    plain = sum(_WIDTHS.get(letter, _OTHERS) for letter in text) * SIZE / 1000
    return plain * _BOLD if is_bold else plain


def wrap(text: str, *, room: float, most: int, is_bold: bool = False) -> tuple[str, ...]:
    """Return the text on lines no wider than `room`, at most `most` of them; what is left out ends in "…".

    >>> wrap("Samma grupper möts vid entrén", room=126, most=4)
    ('Samma grupper', 'möts vid entrén')
    >>> wrap("Trygghetsundersökning", room=92, most=4)
    ('Trygghets-', 'undersök-', 'ning')
    """
    lines: list[str] = []
    for word in text.split(" "):
        for piece in _pieces(word, room, is_bold):
            longer = f"{lines[-1]} {piece}" if lines else piece
            if lines and not lines[-1].endswith("-\u200b") and width(longer, is_bold=is_bold) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    shown = [line.replace("\u200b", "") for line in lines if line]
    return tuple(shown if len(shown) <= most else [*shown[: most - 1], _cut(shown[most - 1], room, is_bold)])


def _pieces(word: str, room: float, is_bold: bool) -> list[str]:
    """Return the word, or its parts where it is wider than a line. A part that goes on ends in an invisible mark."""
    pieces = []
    while width(word, is_bold=is_bold) > room and len(word) >= 2 * _SHORTEST:
        fits = len(word) - _SHORTEST
        while fits > _SHORTEST and width(word[:fits] + "-", is_bold=is_bold) > room:
            fits -= 1
        cut = _best_cut(word, fits)
        pieces.append(word[:cut].rstrip("-") + "-\u200b")
        word = word[cut:]
    return [*pieces, word]


def _best_cut(word: str, fits: int) -> int:
    """Return where the word is cut: after the s that joins two words, else between two syllables, else where it must.

    One consonant goes with the vowel after it (Svenska skrivregler, enkonsonantsregeln).
    """
    places = range(fits, _SHORTEST - 1, -1)
    joined = [place for place in places if place > fits // 2 and word[place - 2 : place] in _JOINTS]
    parted = [place for place in places if _is_vowel(word[place + 1]) and not _is_vowel(word[place])]
    return [*joined, *parted, fits][0]


def _is_vowel(letter: str) -> bool:
    return letter.lower() in _VOWELS


def _cut(line: str, room: float, is_bold: bool) -> str:
    kept = line.rstrip("-")
    while kept and width(f"{kept}…", is_bold=is_bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,.–-')}…"
