"""The examples every calculator file carries, on the server as a person gets them: saved, read back, computed."""

from __future__ import annotations

import pytest

from lms.answers import reading
from lms.calculators.computing import compute
from lms.calculators.declared import Calculator
from lms.tools.inputs import named
from lms.tools.showing import shown_calculator
from tests.support.company import Company, answer
from tests.support.installation import Installation
from tests.support.installations import KEY
from tests.support.learner import Learner


def calculator(installation: Installation, company: Company, learner: Learner, name: str) -> Calculator:
    """Return a calculator as the learner's shelf has it."""
    with installation.database.reading() as session:
        return named(session, company.actor(learner.person), name)


@pytest.mark.parametrize("name", ["customer-lifetime-value", "cost-of-churn"])
def test_numbers_that_were_saved_give_what_the_file_promises(
    installation: Installation, company: Company, name: str
) -> None:
    first = calculator(installation, company, Learner.of(company), name)
    assert first.examples
    for example in first.examples:
        learner = Learner.of(company)
        key = f"calculator:{first.uuid}"
        sent = [answer(key, "inputs", item, value) for item, value in example.inputs.items()]
        assert learner.browser.save(*sent).status_code == 200
        actor = company.actor(learner.person)
        with installation.database.reading() as session:
            saved = reading.current(session, actor, [key], KEY.encode())
        shown = shown_calculator(calculator(installation, company, learner, name), saved)
        assert shown.own == dict(example.inputs)
        assert shown.results == compute(first, dict(example.inputs))
        for output, promised in example.outputs.items():
            found = shown.results.outputs[output]
            if isinstance(promised, float):
                assert found == pytest.approx(promised, rel=max(example.tolerance, 1e-9)), output
            else:
                assert found == (None if promised == "none" else promised), output
