"""An effect of a business case is the difference between two scenarios: taken with its range, renewed, never lost."""

from __future__ import annotations

import pytest

from lms.calculators.ranges import run_ranges
from lms.tools.cases.taking import AMOUNT
from tests.support.company import Company, answer
from tests.tools.cases.conftest import CHURN, KEY, LIST, Sponsor, found, plain, sponsor_of


@pytest.fixture
def plans(sponsor: Sponsor) -> tuple[str, str]:
    """Return a scenario of today and one in which fewer customers leave."""
    sponsor.browser.save(answer(CHURN, "inputs", "customers", 20_000))
    return sponsor.scenario("As today", churn_rate=0.15), sponsor.scenario("Welcome calls", churn_rate=0.13)


def test_the_first_effect_takes_the_place_of_the_examples(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    assert sponsor.effects(case) == [], "until then only the example's stand there"
    taken = sponsor.take(case, plan, today)
    assert taken.status_code == 303
    saved = sponsor.total(today) - sponsor.total(plan)
    [row] = sponsor.effects(case)
    assert row["amount"] == pytest.approx(saved, abs=1)
    assert (row["name"], row["caused"], row["starts"], row["lasts"]) == ("Fewer losses", 0.5, 6, 4)
    assert saved > 0
    assert sponsor.take(case, plan, today).status_code == 303
    assert [row["name"] for row in sponsor.effects(case)] == ["Fewer losses", "Fewer losses (2)"]


def test_a_loss_is_written_with_a_minus_and_months_make_a_year(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    sponsor.take(case, plan, today, gain="loss", times="12")
    saved = sponsor.total(today) - sponsor.total(plan)
    assert sponsor.effects(case)[0]["amount"] == pytest.approx(-12 * saved, abs=1)


def test_the_range_is_where_8_of_10_runs_of_the_difference_fall(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    sponsor.range(plan, "churn_rate", 0.115, 0.145)
    case = sponsor.case()
    sponsor.take(case, plan, today)
    kept, source = sponsor.kept(case), sponsor.kept(plan)
    given = kept.shown.ranges.by_name[f"{AMOUNT}.1"]
    churn = {"dist": "triangular", "low": 0.115, "high": 0.145}
    runs = run_ranges(source.calculator, source.values, {"churn_rate": churn})
    assert runs.p10 is not None
    assert runs.p90 is not None
    without = sponsor.total(today)
    p10, p90 = without - runs.p90, without - runs.p10
    assert given.low < p10 < sponsor.effects(case)[0]["amount"] < p90 < given.high
    triangle = {"dist": "triangular", "low": given.low, "high": given.high}
    whole = {"caused": 1, "starts": 0, "lasts": 1, "name": "", "amount": sponsor.effects(case)[0]["amount"]}
    nothing = [{"name": "", "one_off": 0, "yearly": 0}]
    drawn = run_ranges(
        kept.calculator,
        {"effects": [whole], "costs": nothing, "horizon": 1, "discount": 0},
        {f"{AMOUNT}.1": triangle},
    )
    assert drawn.p10 == pytest.approx(p10, rel=0.05), "what is drawn for the case falls as the difference does"
    assert drawn.p90 == pytest.approx(p90, rel=0.05)


def test_what_neither_plan_changes_does_not_blur_the_difference(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    for each in plans:
        sponsor.range(each, "customers", 10_000, 30_000)
    found = sponsor.choose(sponsor.case(), source=plan, against=today)
    html = plain(found.text)
    assert "In 8 of 10 runs with your ranges" in html
    case = sponsor.case()
    sponsor.take(case, plan, today)
    amount = sponsor.effects(case)[0]["amount"]
    given = sponsor.kept(case).shown.ranges.by_name[f"{AMOUNT}.1"]
    share = (given.high - given.low) / amount
    assert 0.9 < share < 1.1, "as wide as the customers' own range, half to one and a half, not wider"


def test_what_the_plan_changes_is_drawn_apart_for_each(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    sponsor.range(today, "churn_rate", 0.10, 0.20)
    sponsor.range(plan, "churn_rate", 0.08, 0.18)
    case = sponsor.case()
    sponsor.take(case, plan, today)
    given = sponsor.kept(case).shown.ranges.by_name[f"{AMOUNT}.1"]
    assert given.low < 0, "two points less with five of doubt on either side may be more instead"
    assert given.high > 2 * sponsor.effects(case)[0]["amount"]


def test_without_ranges_low_and_high_are_asked_for(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    assert "Neither scenario has a range" in plain(sponsor.choose(case, source=plan, against=today).text)
    refused = sponsor.take(case, plan, today, low="900,000,000", high="990,000,000")
    assert refused.status_code == 422
    assert "The amount itself has to lie between the two ends." in refused.text
    assert sponsor.take(case, plan, today, low="0", high="90,000,000").status_code == 303
    given = sponsor.kept(case).shown.ranges.by_name[f"{AMOUNT}.1"]
    assert (given.low, given.high) == (0, 90_000_000)


def test_ranges_of_the_examples_rows_go_with_them(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    case = sponsor.case()
    sponsor.range(case, "effects.amount.2", 100_000, 500_000)
    sponsor.take(case, plans[1], plans[0])
    assert sponsor.kept(case).shown.ranges.by_name == {}


def test_the_page_says_when_the_source_moved_and_brings_it_up_to_date(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    sponsor.take(case, plan, today)
    assert "As its scenario says today" in sponsor.panel(case)
    sponsor.change(plan, churn_rate=0.12)
    assert "it was taken as" in sponsor.panel(case)
    assert "says something else today" in sponsor.page(case)
    before = sponsor.effects(case)[0]
    renewed = sponsor.browser.post(f"{LIST}/{case}/effects/renewal", {"row": "Fewer losses"})
    assert renewed.status_code == 303
    after = sponsor.effects(case)[0]
    assert after["amount"] == pytest.approx(sponsor.total(today) - sponsor.total(plan), abs=1)
    assert {**after, "amount": 0} == {**before, "amount": 0}, "share, months and years stay as they were"
    assert "As its scenario says today" in sponsor.panel(case)


def test_a_removed_source_leaves_the_amount_and_says_so(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    sponsor.take(case, plan, today)
    before = sponsor.effects(case)
    sponsor.browser.post(f"/tools/scenarios/{plan}/removal")
    assert "Its scenario is gone" in sponsor.panel(case)
    assert sponsor.effects(case) == before
    assert sponsor.browser.post(f"{LIST}/{case}/effects/renewal", {"row": "Fewer losses"}).status_code == 404


def test_a_renamed_row_is_somebodys_own_and_linked_no_more(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    case = sponsor.case()
    sponsor.take(case, plans[1], plans[0])
    sponsor.change(case, effects=[{**sponsor.effects(case)[0], "name": "Our own estimate"}])
    assert sponsor.links(case) == []


def test_the_same_figure_is_no_effect(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today = plans[0]
    same = sponsor.scenario("The same", churn_rate=0.15)
    case = sponsor.case()
    assert "there is nothing to take" in sponsor.choose(case, source=same, against=today).text
    assert sponsor.take(case, same, today).status_code == 422
    assert sponsor.effects(case) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"caused": ""}, "Enter a number"),
        ({"caused": "150%"}, "The largest number that can be used here is 100%."),
        ({"starts": "soon"}, "Enter a number"),
        ({"times": "0"}, "Then it counts for nothing."),
        ({"times": "1e99"}, "Enter a number"),
        ({"gain": "perhaps"}, "Choose one of the options."),
        ({"name": ""}, "A name is one line of at most 60 characters."),
        ({"name": "x" * 61}, "A name is one line of at most 60 characters."),
        ({"low": "a lot"}, "Enter a number"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_stays_there(
    sponsor: Sponsor, plans: tuple[str, str], typed: dict[str, str], words: str
) -> None:
    case = sponsor.case()
    refused = sponsor.take(case, plans[1], plans[0], **typed)
    assert refused.status_code == 422
    assert words in plain(refused.text)
    assert 'aria-invalid="true"' in refused.text or "gain-error" in refused.text
    assert sponsor.effects(case) == []


def test_a_full_table_says_so(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    case = sponsor.case()
    row = {"name": "One", "amount": 1, "caused": 1, "starts": 0, "lasts": 1}
    sponsor.change(case, effects=[{**row, "name": f"Row {at}"} for at in range(20)])
    refused = sponsor.take(case, plans[1], plans[0])
    assert refused.status_code == 422
    assert "The table of effects is full." in refused.text


def test_a_locked_case_refuses_an_effect_in_words(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    case = sponsor.case()
    sponsor.browser.post(f"/tools/scenarios/{case}/baseline")
    refused = sponsor.take(case, plans[1], plans[0])
    assert refused.status_code == 409
    assert "Unlock it first" in refused.text
    assert "Take an effect" not in sponsor.panel(case)


def test_in_danish_numbers_are_read_and_said_in_danish(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    case = sponsor.case()
    sponsor.take(case, plans[1], plans[0], shown_in="da", caused="62,5 %", starts="1,5")
    [row] = sponsor.effects(case)
    assert (row["caused"], row["starts"]) == (0.625, 1.5)


def test_nobody_takes_from_or_into_what_is_anothers(sponsor: Sponsor, plans: tuple[str, str], shelf: Company) -> None:
    other = sponsor_of(shelf)
    theirs, mine = other.case(), sponsor.case()
    assert other.take(theirs, plans[1], plans[0]).status_code == 404
    assert other.take(mine, plans[1], plans[0]).status_code == 404
    assert other.choose(mine).status_code == 404
    assert other.choose(theirs, source=plans[1]).status_code == 404
    assert sponsor.take(plans[1], plans[1], plans[0]).status_code == 404, "a scenario of another tool is no case"


def test_a_copy_of_a_case_knows_where_its_effects_come_from(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    sponsor.take(case, plan, today)
    copy = found(KEY, sponsor.browser.post(f"/tools/scenarios/{case}/copies", {}).location)
    assert sponsor.links(copy) == sponsor.links(case)
    assert len(sponsor.links(copy)) == 1


def test_a_copy_of_a_case_forgets_a_source_that_was_removed(sponsor: Sponsor, plans: tuple[str, str]) -> None:
    today, plan = plans
    case = sponsor.case()
    sponsor.take(case, plan, today)
    assert sponsor.browser.post(f"/tools/scenarios/{plan}/removal", {}).status_code == 303
    copy = found(KEY, sponsor.browser.post(f"/tools/scenarios/{case}/copies", {}).location)
    assert (len(sponsor.links(case)), sponsor.links(copy)) == (1, [])
    assert sponsor.effects(copy) == sponsor.effects(case)
