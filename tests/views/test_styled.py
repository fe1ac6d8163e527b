"""Lines that fit: wrapped, padded and cut by the cells that letters take, with no word lost."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcpjournal.core.records import Line as Row
from rcpjournal.views.entries import list_line
from rcpjournal.views.styled import padded, plain_text, width_of, wrapped

# Letters of one cell and of two, marks of none, and what joins them; no controls, which are cleaned elsewhere.
letters = st.one_of(
    st.sampled_from("ab -é茶の한👩‍👧️e\u0301\u200d…"),
    st.characters(categories=["L", "M", "N", "P", "S", "Zs"]),
)
texts = st.text(letters, max_size=120)


@settings(deadline=None, max_examples=150)
@given(text=texts, width=st.integers(20, 100), indent=st.sampled_from(["", "  ", "      "]))
@example(text="x" * 300, width=40, indent="  ")
@example(text="茶" * 120, width=21, indent="")
@example(text="one two  three   four", width=20, indent="")
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int, indent: str) -> None:
    lines = [plain_text([line]) for line in wrapped(text, width, indent)]
    assert all(width_of(line) <= max(width, 20 + len(indent)) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_line_breaks_and_blank_lines_stay_where_they_were() -> None:
    assert plain_text(wrapped("one\n\ntwo\nthree", 40, "  ")) == "  one\n\n  two\n  three"


def test_a_line_that_is_broken_keeps_the_blanks_before_it() -> None:
    text = "Why:\n    because she had asked for it twice"
    assert plain_text(wrapped(text, 26, "  ")) == "  Why:\n      because she had\n      asked for it twice"
    deep = plain_text(wrapped(" " * 60 + "deep words", 30)).splitlines()
    assert [line.strip() for line in deep] == ["deep words"] and width_of(deep[0]) <= 30


@settings(deadline=None, max_examples=150)
@given(text=texts, cells=st.integers(2, 60))
@example(text="茶" * 40, cells=11)
@example(text="👩‍👩‍👧‍👦" * 10, cells=7)
def test_padded_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert width_of(padded(text, cells)) == cells


def test_a_text_that_is_cut_says_so_and_one_that_fits_is_left_alone() -> None:
    assert padded("Words that are too long", 10) == "Words tha…"
    assert padded("Words", 10) == "Words     "
    assert padded("Ten cells!", 10) == "Ten cells!"


@settings(deadline=None, max_examples=80)
@given(title=texts.filter(lambda text: bool(text.strip())), width=st.integers(40, 120), starred=st.booleans())
def test_an_entry_in_a_list_takes_one_line_of_the_terminal(title: str, width: int, starred: bool) -> None:
    row = Row("260304-k7q", "2026-03-04", "difficult-conversation", "partner-agency", title, (), starred)
    assert width_of(plain_text([list_line(row, width)])) <= width
    assert title in plain_text([list_line(row, None)])
