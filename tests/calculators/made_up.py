"""Calculators made up for one test: a few inputs, a formula or two, in English only."""

from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator

HEAD = """
uuid = "b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7cff"
name = "made-up"
title.en = "Made up"
question.en = "What comes out?"
sentence.en = "It gives {answer}."
assumption.en = "Nothing."
not_shown.en = "Everything else."
formula_text.en = "See below."
sources = []
"""


def made_up(
    headline: str,
    inputs: dict[str, str],
    *,
    steps: dict[str, str] | None = None,
    more: str = "",
    gives: str = "0",
) -> Calculator:
    """Return a calculator with this headline formula.

    `inputs` holds further keys of each input, as TOML; the example is 5 unless it says otherwise. `gives` is needed
    where the examples give no number: "none" in quotes, or a code.
    """
    parts = [HEAD]
    for name, keys in inputs.items():
        example = "" if "example =" in keys or "optional" in keys else "example = 5"
        unit = "" if "unit =" in keys else 'unit = "number"'
        parts.append("\n".join(["[[inputs]]", f'name = "{name}"', f'label.en = "{name}"', unit, example, keys]))
    for name, formula in (steps or {}).items():
        parts.append(f'[[outputs]]\nname = "{name}"\nunit = "number"\nhidden = true\nformula = "{formula}"')
    answer = '[[outputs]]\nname = "answer"\nunit = "number"\nlabel.en = "Answer"\nheadline = true'
    example = f"[[examples]]\ninputs = {{}}\noutputs = {{ answer = {gives} }}\ntolerance = 1e300"
    parts += [f'{answer}\nformula = "{headline}"', more, example]
    return read_calculator("\n".join(parts), "made-up.calc.toml")
