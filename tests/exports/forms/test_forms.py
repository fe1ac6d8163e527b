"""A form's text and its Word file: the golden files for text, and what another program's reader finds in the other."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.filling import fill
from rcpjournal.core.recast.form import Field, Form
from rcpjournal.core.words import safe
from rcpjournal.exports.forms import ToFill, form_formats
from rcpjournal.files.forms_file import shipped_forms
from tests.core.making import HOSTILE_LINES
from tests.core.recast.making import marked
from tests.core.test_words import unsafe
from tests.exports.forms.making import BARE, WHOLE, to_fill

GOLDEN = Path(__file__).parents[2] / "golden"
FORMS = list(shipped_forms())


def text(given: ToFill) -> str:
    return form_formats()["txt"].render(given).decode()


def word_file(given: ToFill) -> bytes:
    return form_formats()["docx"].render(given)


def opened(given: ToFill) -> Any:
    return docx.Document(io.BytesIO(word_file(given)))


def styled(given: ToFill, style: str) -> list[str]:
    return [one.text for one in opened(given).paragraphs if one.style.name == style]


@pytest.mark.parametrize("name", FORMS)
def test_the_text_is_the_golden_file(name: str, framework: Framework) -> None:
    assert text(to_fill(name, framework, WHOLE, BARE)) == (GOLDEN / f"form-{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_the_word_file_says_the_same_in_the_same_order(name: str, framework: Framework) -> None:
    given = to_fill(name, framework, WHOLE, BARE)
    paragraphs = "\n".join(one.text for one in opened(given).paragraphs)
    assert paragraphs.split() == text(given).split()


def test_its_title_its_pieces_and_its_fields_are_headings(framework: Framework) -> None:
    two = to_fill("swe-cpd", framework, WHOLE, BARE)
    labels = [field.label for field in two.form.fields]
    assert styled(two, "Title") == [two.form.title]
    assert styled(two, "Heading 1") == ["Piece of CPD 1 of 2", "Piece of CPD 2 of 2"]
    assert styled(two, "Heading 2") == labels * 2
    one = to_fill("swe-cpd", framework, WHOLE)
    assert (styled(one, "Heading 1"), styled(one, "Heading 2")) == (labels, [])


def test_a_persons_words_stand_as_they_typed_them(framework: Framework) -> None:
    given = to_fill("swe-cpd", framework, WHOLE)
    words = WHOLE.answers["rcp.prompt.what-happened"]
    assert f"\n{words}\n" in text(given)
    assert words in styled(given, "Normal")


@pytest.mark.parametrize("format_", ["txt", "docx"])
@pytest.mark.parametrize("name", FORMS)
def test_nothing_leaves_that_the_form_does_not_name(name: str, format_: str, framework: Framework) -> None:
    made = marked(framework)
    what = form_formats()[format_].render(to_fill(name, framework, made.entry))
    if format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(what)) as archive:
            what = b"\n".join([what, *(archive.read(one) for one in archive.namelist())])
    named = {place for field in to_fill(name, framework).form.fields for place in field.from_}
    found = set(re.findall(r"canary\w+", what.decode("utf-8", "replace")))
    assert found == {made.words[place] for place in named & set(made.words)}


def test_words_that_could_harm_are_shown_and_the_file_stays_sound() -> None:
    lines = [line for line in HOSTILE_LINES if line.strip()]
    form = Form(schema=1, title="Ours {name} <w:p>", fields=(Field(id="a", label="A & B", from_=("rcp.prompt.text",)),))
    entry = Entry(happened_on=date(2026, 3, 4), answers={"rcp.prompt.text": "\n".join(lines)})
    given = ToFill(form, [fill(form, entry, {}, Framework([]))])
    assert not any(map(unsafe, text(given)))
    assert safe("\n".join(lines)) in text(given)
    assert styled(given, "Normal")[0].split("\n") == safe("\n".join(lines)).split("\n")
    assert styled(given, "Title") == ["Ours {name} <w:p>"]


def test_how_many_words_a_field_takes_stands_with_its_label() -> None:
    form = Form(schema=1, title="Ours", fields=(Field(id="a", label="What", from_=("rcp.prompt.text",), words=50),))
    given = ToFill(form, [fill(form, BARE, {}, Framework([]))])
    assert "What (at most 50 words)\nA short call." in text(given)


def test_the_word_file_names_nobody_and_no_time(framework: Framework) -> None:
    given = to_fill("nmc-account", framework, WHOLE)
    properties = opened(given).core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", given.form.title)
    with zipfile.ZipFile(io.BytesIO(word_file(given))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        styles = archive.read("word/styles.xml").decode()
        used = set(re.findall(r'w:pStyle w:val="(\w+)"', archive.read("word/document.xml").decode()))
    assert all(f'w:styleId="{style}"' in styles for style in used)
    assert word_file(given) == word_file(given)


@pytest.mark.nightly
def test_libreoffice_opens_it(framework: Framework, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not here; `scripts/system-packages --nightly` installs it")
    (tmp_path / "form.docx").write_bytes(word_file(to_fill("swe-cpd", framework, WHOLE, BARE)))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to", "txt:Text",
         "--outdir", tmp_path, tmp_path / "form.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    said = (tmp_path / "form.txt").read_text("utf-8-sig")
    assert said.split() == text(to_fill("swe-cpd", framework, WHOLE, BARE)).split()
