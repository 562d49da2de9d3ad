import subprocess
import sys

from samsyn.sources.registry import READERS, recognise
from samsyn.sources.schemas import AREAS, INCIDENTS, OBSERVATIONS
from samsyn.sources.tests.hostile import FOLDER, samples


def test_every_folder_is_a_reader_with_sample_readme_and_tests():
    folders = {path.name for path in FOLDER.iterdir() if (path / "reader.py").exists()}
    assert {key.replace("-", "_") for key in READERS} == folders
    for name in folders:
        assert (FOLDER / name / "README.md").read_text().startswith("# ")
        assert list((FOLDER / name / "sample").iterdir())
        assert list((FOLDER / name / "tests").glob("test_*.py"))


def test_every_sample_is_recognised_by_its_own_reader_first():
    for key, reader in READERS.items():
        for path in samples(key):
            found = recognise(path)
            assert found[0][1] is reader, path.name
            assert [sure for sure, _reader in found] == sorted(
                (sure for sure, _reader in found), reverse=True
            )


def test_every_reader_says_what_it_is():
    schemas = {"observations": OBSERVATIONS, "incidents": INCIDENTS, "feed": INCIDENTS, "areas": AREAS}
    for key, reader in READERS.items():
        assert reader.key == key
        assert reader.title and reader.suffixes
        assert reader.schema is schemas[reader.kind]
        assert len({option.name for option in reader.options}) == len(reader.options)
        assert all(option.label for option in reader.options)


def test_a_preview_proposes_a_recipe_that_reads_the_whole_file():
    for key, reader in READERS.items():
        for path in samples(key):
            options = dict(reader.preview(path).options)
            assert sum(batch.table.num_rows for batch in reader.batches(path, options)) > 0
            assert options == dict(reader.preview(path, options).options)


def test_a_file_that_nobody_knows_has_no_reader(tmp_path):
    path = tmp_path / "fil.txt"
    path.write_text("hej\n")
    assert recognise(path) == []


def test_readers_are_imported_without_django_and_heavy_libraries():
    heavy = "django pyproj shapely pyogrio duckdb scipy python_calamine openpyxl pyarrow.parquet"
    code = f"import sys, samsyn.sources.registry; print([name for name in '{heavy}'.split() if name in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert out.stdout.strip() == "[]"
