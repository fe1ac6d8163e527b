"""DOCX: opened by another program's reader it has real headings, lists and tables, and says nothing of who made it."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from rcpjournal.core.sharing.page import Page
from rcpjournal.exports.page import page_formats
from rcpjournal.exports.page.sections import AGREED, sections
from tests.exports.page.making import BARE, FULL, WITH_APPENDIX, changed


def written(page: Page) -> bytes:
    return page_formats()["docx"].render(page)


def opened(page: Page) -> Any:
    return docx.Document(io.BytesIO(written(page)))


def styled(page: Page, style: str) -> list[str]:
    return [one.text for one in opened(page).paragraphs if one.style.name == style]


def test_the_title_and_the_headings_are_headings() -> None:
    first, *others = sections(WITH_APPENDIX)
    assert styled(WITH_APPENDIX, "Title") == [first.heading]
    assert styled(WITH_APPENDIX, "Heading 1") == [section.heading for section in others]
    assert styled(FULL, "Heading 2") == ["Trust: 9 of 17", "Patience: 6 of 16", "Active listening: 7 of 17"]


def test_what_was_agreed_is_a_list_and_what_is_wanted_a_numbered_one() -> None:
    assert styled(FULL, "List Bullet")[0] == "Done: Ring before each visit (owner: me; due: 18 Sep 2026)"
    assert styled(FULL, "List Number") == [f"{one.question} (function: {one.function})" for one in FULL.wanted]


def test_list_styles_are_numbered_by_the_file() -> None:
    document = opened(FULL)
    numbered = {one.get(f"{{{one.nsmap['w']}}}numId") for one in document.part.numbering_part.element.iter("{*}num")}
    used = {document.styles[name].element.pPr.numPr.numId.val for name in ("List Bullet", "List Number")}
    assert {str(number) for number in used} == numbered


def test_passages_are_quotations() -> None:
    assert "“I waited, and the waiting was the work.”" in styled(FULL, "Quote")


def test_conditions_and_what_is_agreed_are_tables_whose_first_row_is_their_heading() -> None:
    conditions, agreed = opened(FULL).tables
    assert [cell.text for cell in conditions.rows[0].cells][:3] == ["Condition", "Where", "Entries"]
    assert [cell.text for cell in conditions.rows[4].cells][:3] == ["Budgets", "outside", "3 of 17"]
    assert tuple(cell.text for cell in agreed.rows[0].cells) == AGREED
    assert [cell.text for row in agreed.rows[1:] for cell in row.cells] == [""] * 3 * len(AGREED)
    for table in (conditions, agreed):
        assert table.style.name == "Table Grid"
        assert len(list(table.rows[0]._tr.iter("{*}tblHeader"))) == 1


def test_the_paper_is_a4_and_the_language_british() -> None:
    document = opened(FULL)
    assert (round(document.sections[0].page_width.mm), round(document.sections[0].page_height.mm)) == (210, 297)
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml


@pytest.mark.parametrize("name", ["", "Duty worker"])
def test_the_file_names_nobody_but_the_name_that_was_chosen(name: str) -> None:
    properties = opened(changed(FULL, name=name)).core_properties
    assert (properties.author, properties.last_modified_by) == (name, name)
    assert {properties.created, properties.modified} == {datetime(2000, 1, 1, tzinfo=UTC)}
    assert [properties.comments, properties.category, properties.keywords, properties.subject] == [""] * 4


def test_who_writes_into_it_later_is_not_kept_in_it_either() -> None:
    assert b"<w:removePersonalInformation/>" in zipfile.ZipFile(io.BytesIO(written(FULL))).read("word/settings.xml")


def test_no_part_of_the_file_has_a_time_or_comes_from_elsewhere() -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(FULL)))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
        assert b"TargetMode" not in archive.read(name)
    assert {entry.create_system for entry in archive.infolist()} == {0}


def test_lines_and_tabs_within_a_passage_stay() -> None:
    page = changed(BARE, well=(changed(FULL.well[0], text="one\n\ttwo\n\nthree"),))
    assert "“one\n\ttwo\n\nthree”" in styled(page, "Quote")


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("page", "sides"), [(FULL, 1), (WITH_APPENDIX, 2), (BARE, 1)], ids=["full", "appendix", "bare"]
)
def test_libreoffice_opens_it_and_prints_it_on_one_side(page: Page, sides: int, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not here; `scripts/system-packages --nightly` installs it")
    (tmp_path / "page.docx").write_bytes(written(page))
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to", "pdf",
         "--outdir", tmp_path, tmp_path / "page.docx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    assert (tmp_path / "page.pdf").read_bytes().count(b"/Type/Page/") == sides
