import json
import subprocess
import sys
from pathlib import Path

import pytest

from consult.text.__main__ import main
from tests.text.reading import problems
from tests.text.sample import DATA

ROOT = Path(__file__).parents[2]
OLD, NEW = str(DATA / "model-draft-0.1.md"), str(DATA / "model-draft-0.2.md")


def test_two_files_are_compared_in_the_terminal(capsys):
    assert main(["compare", OLD, NEW]) == 0
    out = capsys.readouterr().out
    assert "every comment [-will be-]{+is+} answered" in out
    assert "## 2.4 What already works -> (gone): deleted" in out


def test_a_comparison_is_given_as_data_and_as_a_page(capsys):
    assert main(["compare", OLD, NEW, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"old", "new", "kinds", "inserted_words", "pieces"} <= set(rows[0])
    assert main(["compare", OLD, NEW, "--html"]) == 0
    page = capsys.readouterr().out
    assert problems(page.partition("<body>")[2].partition("</body>")[0]) == set()


def test_quotations_are_carried_from_file_to_file(capsys, tmp_path):
    quotes = tmp_path / "quotes.json"
    quotes.write_text(json.dumps([{"quote": "benchamrking", "section": "6.4"}, {"quote": "nobody wrote this"}]), encoding="utf-8")
    assert main(["carry", OLD, NEW, str(quotes)]) == 0
    found, lost = json.loads(capsys.readouterr().out)
    assert (found["status"], found["words"]) == ("reworded", "benchmarking")
    assert lost["status"] == "not found in the old version"


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"a\x00b"])
def test_a_file_that_cannot_be_read_is_named_in_one_line(content, capsys, tmp_path):
    path = tmp_path / "x.md"
    if content is not None:
        path.write_bytes(content)
    assert main(["compare", str(path), NEW]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["compare", OLD, NEW], ["compare", OLD, NEW, "--html"], ["carry", OLD, NEW, "quotes.json"]])
def test_the_command_needs_neither_flask_nor_a_database(arguments, tmp_path):
    (tmp_path / "quotes.json").write_text(json.dumps([{"quote": "benchamrking", "section": "6.4"}]), encoding="utf-8")
    absent = ["flask", "werkzeug", "jinja2", "wtforms", "babel", "flask_babel", "sqlalchemy", "flask_sqlalchemy", "alembic"]
    program = f"import sys; sys.modules.update(dict.fromkeys({absent})); from consult.text.__main__ import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
                          capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert "benchmarking" in done.stdout


def test_two_translations_are_refused_and_two_scripts_are_not(capsys):
    assert main(["compare", OLD, NEW, "--languages", "en", "el"]) == 1
    assert "different languages (en and el)" in capsys.readouterr().err
    assert main(["compare", OLD, NEW, "--languages", "sr-Cyrl", "sr-Latn"]) == 0
