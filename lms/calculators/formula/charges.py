"""What a call of a function costs beyond the one step of every part, in the steps that the interpreters count.

A step stands for about five microseconds of the slowest interpreter, so that 10,000 of them stay below 50 ms.
`static/calculators/charges.js` is the same in the browser.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

MOST_AGENTS: Final = 10_000
AGENTS_A_STEP: Final = 25

EACH_VALUE: Final[Mapping[str, int]] = {"student_cdf": 15, "student_quantile": 80}
"""Steps for each value computed."""

EACH_PERIOD: Final[Mapping[str, int]] = {"sbg_alpha": 10, "sbg_beta": 10}
"""Steps for each value of the series that is fitted."""

CHARGED: Final = frozenset({"erlang_c", *EACH_VALUE, *EACH_PERIOD})


def charge(head: str, given: Sequence[Any]) -> int:
    """Return the further steps of one call of a function in `CHARGED`; numbers or lists of them in `given`."""
    length = max((len(each) for each in given if isinstance(each, list)), default=1)
    if head in EACH_PERIOD:
        return EACH_PERIOD[head] * length
    if head in EACH_VALUE:
        return EACH_VALUE[head] * length
    agents = given[1]
    return sum(map(queue, agents)) if isinstance(agents, list) else queue(agents) * length


def queue(agents: Any) -> int:
    """Return the steps of Erlang's recursion over so many agents; nothing for a number that is refused anyway."""
    if not isinstance(agents, float) or not 1 <= agents <= MOST_AGENTS:
        return 0
    return -(-int(agents) // AGENTS_A_STEP)
