"""Every sentence that readers may say: marked for translation, three sentences, fields that can be filled."""

import ast
import re
import string
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]
FILES = sorted(
    path for path in FOLDER.rglob("*.py") if "tests" not in path.parts and "sample" not in path.parts
)


def _literal(call: ast.Call) -> str:
    first = call.args[0]
    assert isinstance(first, ast.Constant), ast.unparse(call)
    return first.value


def _marked(tree: ast.AST) -> list[str]:
    return [
        _literal(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_"
    ]


def _source_errors(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "SourceError":
            yield node


def _sentences(text: str) -> int:
    text = text.replace("EPSG:", "").replace("(.xls)", "").replace("(.xlsb)", "").replace("(.xlsx)", "")
    text = re.sub(r"\s\.(xlsx|shp|shx|dbf|prj|\.)", " x", text)
    return len(re.findall(r"[.!?]”?(?=\s|$)", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_file_errors_are_marked_and_have_three_sentences(path):
    tree = ast.parse(path.read_text())
    for call in _source_errors(tree):
        assert ast.unparse(call.args[0]).startswith("N_("), ast.unparse(call)
        template = _literal(call.args[0])
        assert _sentences(template) == 3, template
        fields = {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}
        assert fields == {keyword.arg for keyword in call.keywords}, template
        assert "file" in fields


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_row_errors_name_the_row_and_say_what_to_do(path):
    for text in _marked(ast.parse(path.read_text())):
        if "{row}" in text:
            assert text.startswith(("Rad {row}", "Område {row}")), text
            assert _sentences(text) == 3, text


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_reader_knows_django_the_clock_or_the_network(path):
    tree = ast.parse(path.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    forbidden = ("django", "socket", "urllib", "http", "requests")
    assert not [name for name in names if name.split(".")[0] in forbidden]
    assert "datetime.now" not in path.read_text() and "date.today" not in path.read_text()
