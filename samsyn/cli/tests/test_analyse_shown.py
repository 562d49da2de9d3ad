"""What /komponenter/metoder/ and the handbook show is what the commands of examples/data/README.md answer."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from django.utils.translation import override

from samsyn.cli.analyses.registry import all_methods
from samsyn.cli.main import main
from samsyn.ui import results
from samsyn.ui.showcase.methods import answer

ROOT = Path(__file__).resolve().parents[3]
LINES = re.findall(
    r"^samsyn analyse .+$", (ROOT / "examples/data/README.md").read_text("utf-8"), re.MULTILINE
)
NAMES = [line.split()[2] for line in LINES]


def test_every_method_has_its_line():
    assert sorted(NAMES) == [method.name for method in all_methods()]


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_the_line_gives_what_is_shown(line, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as ended:
        main([*shlex.split(line)[1:], "--json"])
    out, err = capsys.readouterr()
    assert (ended.value.code, err) == (0, "")
    found, shown = json.loads(out), dict(answer(line.split()[2]))
    assert set(found) == set(shown)
    for key in ("method", "n", "caveats", "reason", "estimator"):
        assert found[key] == shown[key], key
    for key in ("value", "low", "high", "p", "level"):
        wanted = shown[key]
        assert found[key] == (wanted if wanted is None else pytest.approx(wanted, rel=1e-3)), key
    nothing_is_left_in_swedish(found)


def nothing_is_left_in_swedish(found):
    """No English line is the Swedish one, and no word of an English text has å, ä or ö that the file has not."""
    with override("sv"):
        swedish = results.say(found["method"], found)
    with override("en"):
        english, picture = results.say(found["method"], found), results.draw(found["method"], found)
    assert len(swedish) == len(english)
    pairs = zip(swedish, english, strict=True)
    assert [en for sv, en in pairs if sv == en and any(letter.isalpha() for letter in en)] == []
    drawn = json.dumps([picture.wide["layer"], picture.narrow["layer"]], ensure_ascii=False)
    labels = [column.label for column in picture.columns]
    texts = [*english, picture.title, picture.description, picture.source, *labels, drawn]
    held = json.dumps(found, ensure_ascii=False)
    assert {
        word for text in texts for word in re.findall(r"\w*[åäöÅÄÖ]\w*", text) if word not in held
    } == set()
