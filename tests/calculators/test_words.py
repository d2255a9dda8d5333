"""Numbers said as words, and inputs that take a fact: what an author may write, and what is shown."""

import json

import pytest

from lms.calculators.codes import Text
from lms.calculators.declared import Calculator, in_language
from lms.calculators.problems import CalculatorErrors

from .made_up import made_up
from .material import Browser

LIST = '[[words]]\nname = "kano"\ntexts = [{ en = "Must-be" }, { en = "Attractive" }]\n'
SERIES = '[[series]]\nname = "field"\nformula = "years(3)"\nlabel.en = "Field"\nwords = "kano"\n'
CHART = """
[chart]
description.en = "A chart."
spec = '{"data": {"name": "table"}}'
[chart.words]
field = "kano"
[chart.table]
columns = [{ name = "field", words = "kano", label = { en = "Field" } }]
"""


def calculator(more: str = LIST + SERIES + CHART, keys: str = "") -> Calculator:
    return made_up("a", {"a": keys or "matters = true"}, more=more, gives="5")


def refused(more: str, keys: str = "") -> str:
    with pytest.raises(CalculatorErrors) as found:
        calculator(more, keys)
    return "\n".join(each.message for each in found.value.problems)


def english(text: Text | None) -> str | None:
    return None if text is None else text["en"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.0, "Must-be"), (2.0, "Attractive"), (3.0, None), (0.0, None), (1.5, None), (None, None), ("DIVERGES", None)],
)
def test_a_number_is_said_by_its_place_and_one_without_a_word_is_not(
    browser: Browser, value: object, said: str | None
) -> None:
    declared = calculator()
    assert english(declared.said("kano", value)) == said
    page = in_language(declared.document(), "en")
    assert browser.run("modules['words.js'].saidAs(data[0], 'kano', data[1])", [page, value]) == said


def test_words_live_on_in_the_document_and_leave_no_trace_where_there_are_none() -> None:
    declared = calculator()
    assert Calculator.from_document(json.loads(json.dumps(declared.document()))) == declared
    plain = json.dumps(calculator("").document())
    assert "words" not in plain
    assert "fact" not in plain
    assert "fixed" not in plain


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (SERIES, "There are no words “kano”."),
        (LIST + SERIES.replace('"kano"', '"canoe"'), "There are no words “canoe”."),
        (LIST + SERIES + 'unit = "money"\n', "Words stand for plain numbers."),
        (LIST + LIST, "“kano” is used twice."),
        ('[[words]]\nname = "kano"\n', "“kano” has no words."),
        (LIST.replace("Attractive", " "), "“texts” is missing in “en”."),
        (LIST + SERIES + CHART.replace('field = "kano"', 'other = "kano"'), "The field “other” is not computed."),
        (LIST + SERIES + CHART.replace('field = "kano"', 'field = "none"'), "There are no words “none”."),
        (LIST + SERIES + CHART.replace('field = "kano"', "field = 1"), "There are no words “1”."),
    ],
)
def test_words_that_do_not_fit_are_refused_with_their_reason(more: str, told: str) -> None:
    assert told in refused(more)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('fact = "2 - churn"', "“2 - churn” names no fact."),
        ('fact = "1-churn"', "“1-churn” names no fact."),
        ('fact = "Churn rate"', "“Churn rate” names no fact."),
        ('fact = ""', "“fact” is missing or empty."),
        ("fact = 1", "“fact” is missing or empty."),
        ('fact = "1 - churn"', "Only the rest of a share can be taken."),
        ('fact = "churn"\nunit = "choice"\nchoices = [{ value = "END", label.en = "x" }]\nexample = "END"',
         "A choice takes no fact."),
    ],
)  # fmt: skip
def test_a_fact_in_another_form_is_refused(keys: str, told: str) -> None:
    assert told in refused("", keys)


def test_both_forms_of_a_fact_are_kept_as_they_were_written() -> None:
    assert calculator("", 'fact = "customers"').input("a").fact == "customers"
    share = 'unit = "percent"\nexample = 5\nfact = "1 - yearly_churn"'
    declared = calculator("", share)
    assert declared.input("a").fact == "1 - yearly_churn"
    assert Calculator.from_document(declared.document()) == declared
