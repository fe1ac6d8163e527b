"""`export`: nothing leaves but what was asked for, and as it was; an option that would not be heeded is refused."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.cli.packs import WORKER, received
from tests.cli.quick import added, done, kept, refused


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is run in; the journal lies elsewhere."""
    (folder := tmp_path / "empty").mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["html", "--counts-only"], "--counts-only"),
        (["json", "--selection", "x.json"], "--selection"),
        (["markdown", "--format", "docx"], "--format"),
        (["markdown", "--folder", "notes", "--counts-only"], "--counts-only"),
        (["swe-cpd", "last", "--rows", "entries"], "--rows"),
        (["swe-cpd", "last", "--selection", "x.json"], "--selection"),
        (["supervision", "--counts-only", "--kind", "visit"], "--kind"),
        (["supervision", "--counts-only", "--with", "family"], "--with"),
        (["supervision", "--starred", "--item", "trust"], "--item"),
        (["supervision", "--counts-only", "--with-aliases"], "--with-aliases"),
    ],
)
def test_an_option_that_would_not_be_heeded_is_refused_by_name(
    words: list[str],
    option: str,
    empty: Path,
) -> None:
    added("Words.", "--kind", "call")
    assert f"leave out {option}." in refused("export", *words, code=2)
    assert "leave out" in refused("export", *words, "-o", "out.html", code=2) and not list(empty.iterdir())


@pytest.mark.parametrize("words", [["export", "csv"], ["export", "swe-cpd", "last"], ["framework", "export", "qdc"]])
def test_a_hyphen_as_the_file_is_standard_output(
    words: list[str],
    empty: Path,
) -> None:
    added("Words.")
    assert done(*words, "-o", "-").out == done(*words).out
    assert not list(empty.iterdir())


@pytest.mark.parametrize("words", [["html"], ["markdown", "--folder", "notes"]])
def test_where_no_entry_left_nothing_is_said_to_have_left(words: list[str], empty: Path) -> None:
    said = done("export", *words).err
    assert "Nothing is written yet" in said and "has left" not in said
    added("Words.", "--kind", "call")
    said = done("export", *words, "--kind", "visit").err
    assert "No entry matches" in said and "has left" not in said
    assert "has left the journal is yours" in done("export", *words, "--kind", "call").err


WAYS_OUT = [
    ["html"], ["csv"], ["csv", "--rows", "observations"], ["json"], ["markdown"], ["markdown", "--folder", "out"],
    *(["swe-cpd", "--since", "2026-01-01", "--format", name] for name in ("txt", "docx")),
    ["supervision", "--counts-only", "--since", "2026-01-01", "--format", "md"],
]  # fmt: skip


@pytest.mark.parametrize("words", WAYS_OUT, ids=" ".join)
def test_code_words_earlier_texts_deleted_entries_and_others_packs_leave_by_no_way_out(
    words: list[str],
    empty: Path,
) -> None:
    trust = [{"item": "rcp.principle.trust", "stance": "present"}]
    stays, gone = kept(
        {"text": "An earlier EARLIERCANARY.", "alias": "ALIASCANARY", "observations": trust},
        {"text": "DELETEDCANARY", "alias": "WRENCANARY", "observations": trust},
    )
    done("edit", stays, "text", "--text", "As it stands now.")
    done("delete", gone)
    received()
    to = [] if "--folder" in words else ["-o", "out.file"]
    done("export", *words, *to)
    bytes_out = b"\n".join(part for file in empty.rglob("*") for part in (file.name.encode(), *_inside(file)))
    assert b"2026" in bytes_out, "something left"
    assert not [word for word in (b"CANARY", gone.encode(), WORKER.encode()) if word in bytes_out]


def _inside(file: Path) -> list[bytes]:
    """The bytes of a file, and those of each file in it where it is a Word document."""
    if file.is_dir():
        return []
    raw = file.read_bytes()
    if not raw.startswith(b"PK"):
        return [raw]
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [archive.read(name) for name in archive.namelist()]
