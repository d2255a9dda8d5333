"""Two texts word by word: nothing of either gets lost, and what stayed is not shown as changed."""

from __future__ import annotations

from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from lms.packs.differences.marking import marked, words_of

WORDS = st.lists(st.sampled_from(["a", "cup", "of", "coffee", "costs", "more"]), max_size=10).map(" ".join)


@given(old=WORDS, new=WORDS)
def test_each_side_can_be_read_back_from_the_marks(old: str, new: str) -> None:
    runs = marked(old, new)
    assert " ".join("".join(run.text for run in runs if run.mark != "new").split()) == old
    assert " ".join("".join(run.text for run in runs if run.mark != "gone").split()) == new


def test_only_the_word_that_changed_is_marked() -> None:
    runs = marked("A cup costs 5 kr. here.", "A cup costs 6 kr. here.")
    assert [(run.mark, run.text.strip()) for run in runs] == [
        ("same", "A cup costs"),
        ("gone", "5"),
        ("new", "6"),
        ("same", "kr. here."),
    ]


def test_a_long_stretch_without_a_change_is_shortened() -> None:
    old = " ".join(f"word{n}" for n in range(200))
    text = "".join(run.text for run in marked(f"{old} end", f"{old} close"))
    assert "…" in text
    assert len(text.split()) < 40


def test_html_becomes_lines_and_its_letters_stay_letters() -> None:
    html = "<h2>Cups</h2>\n<p>A <em>cup</em> costs &lt; 5 &amp; more.</p>\n<ul><li>one</li><li>two</li></ul>"
    assert words_of(html) == "Cups\nA cup costs < 5 & more.\none\ntwo"


def test_ten_thousand_words_are_compared_in_no_time() -> None:
    old = [f"word{n % 50} " * 20 for n in range(500)]
    new = [line.replace("word7 ", "word8 ", 1) for line in old]
    began = thread_time()
    marked("\n".join(old), "\n".join(new))
    assert thread_time() - began < 2
