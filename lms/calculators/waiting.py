"""T11 Waiting at a touchpoint: Erlang C, how long customers wait with so many people, and how many people it takes.

Formulas of the domain reference, section T11: Erlang's B by its recursion, C from it. Taken for granted: random
arrivals, exponential handling times, endless patience; so waiting is overestimated where callers give up. Not for
appointments.
"""

import math
from dataclasses import dataclass
from typing import Final

from lms.calculators.operations import Invalid, Parameter, operation

UNSTABLE: Final = "UNSTABLE"
MOST_AGENTS: Final = 100_000
"""The recursion takes one step per person: so many at most."""

_HAIR: Final = 1e-9
_LOAD: Final = (
    Parameter("calls", "count", "customers who arrive in the interval", minimum=0, required=True),
    Parameter("interval_seconds", "seconds", "length of the interval, above 0", minimum=0, default=1800.0),
    Parameter("aht_seconds", "seconds", "average time to serve one customer, above 0", minimum=0, required=True),
)  # fmt: skip
_TARGET: Final = Parameter("target_seconds", "seconds", "how soon a customer is to be served", minimum=0, required=True)


@dataclass(frozen=True, slots=True)
class Queue:
    """Customers who arrive at one counter: `calls` per `interval` seconds, `handling` seconds each, `target` seconds.

    Raises `Invalid` where interval or handling time is zero.
    """

    calls: float
    interval: float
    handling: float
    target: float

    def __post_init__(self) -> None:
        """Refuse a time of zero."""
        for name, seconds in (("interval_seconds", self.interval), ("aht_seconds", self.handling)):
            if seconds == 0:
                raise Invalid(name, "must be above 0")

    @property
    def traffic(self) -> float:
        """Work that arrives, in people fully occupied (erlangs)."""
        return self.calls * self.handling / self.interval

    def blocking(self, agents: int, after: tuple[int, float] = (0, 1.0)) -> float:
        """Return Erlang's B: B₀ = 1, B_k = A·B_{k−1}/(k + A·B_{k−1}), going on from a known (k, B_k) in `after`."""
        start, found = after
        for busy in range(start + 1, agents + 1):
            found = self.traffic * found / (busy + self.traffic * found)
        return found

    def p_wait(self, agents: int, blocking: float) -> float:
        """Return Erlang's C: the share of customers who wait."""
        return blocking / (1 - self.traffic / agents * (1 - blocking))

    def service_level(self, agents: int, blocking: float) -> float:
        """Return the share of customers served within the target."""
        soon = math.exp(-(agents - self.traffic) * self.target / self.handling)
        return 1 - self.p_wait(agents, blocking) * soon

    def waiting(self, agents: int, blocking: float) -> dict[str, object]:
        """Return the figures of a queue that ends: agents above the traffic."""
        spare, waits = agents - self.traffic, self.p_wait(agents, blocking)
        return {
            "traffic": self.traffic,
            "occupancy": self.traffic / agents,
            "p_wait": waits,
            "service_level": self.service_level(agents, blocking),
            "asa_seconds": waits * self.handling / spare,
            "wait_if_waiting_seconds": self.handling / spare if self.calls else None,
            "queue_length": self.calls / self.interval * waits * self.handling / spare,
        }

    def endless(self, agents: int) -> dict[str, object]:
        """Return the figures where more arrives than can be done: everybody waits, without end."""
        nothing = dict.fromkeys(("asa_seconds", "wait_if_waiting_seconds", "queue_length"))
        return {
            "error": UNSTABLE,
            "traffic": self.traffic,
            "occupancy": self.traffic / agents,
            "p_wait": 1.0,
            "service_level": 0.0,
            **nothing,
        }


@operation(
    "erlang_c", "How long customers wait with so many people",
    *_LOAD,
    Parameter("agents", "people", "people who serve at the same time", minimum=1, maximum=MOST_AGENTS, whole=True,
              required=True),
    _TARGET,
)  # fmt: skip
def erlang_c(
    *, calls: float, interval_seconds: float, aht_seconds: float, agents: float, target_seconds: float
) -> dict[str, object]:
    """Return traffic A = calls·AHT/interval in erlangs, occupancy A/N, and what the customer meets.

    p_wait = B/(1 − (A/N)(1 − B)); service_level = 1 − p_wait·exp(−(N−A)·target/AHT); asa_seconds (average speed of
    answer) = p_wait·AHT/(N−A); wait_if_waiting_seconds = AHT/(N−A), None without calls; queue_length = customers
    waiting at a time, on average. UNSTABLE where N ≤ A, with p_wait 1, service level 0 and no waiting time; occupancy
    is then the load offered, 1 or more. At most 100,000 agents.
    """
    queue, people = Queue(calls, interval_seconds, aht_seconds, target_seconds), int(agents)
    return queue.endless(people) if people <= queue.traffic else queue.waiting(people, queue.blocking(people))


@operation(
    "erlang_c_agents", "How many people it takes to serve customers soon enough",
    *_LOAD,
    _TARGET,
    Parameter("service_level", "share", "share of customers who are to be served within the target; below 1",
              minimum=0, maximum=1, soft_minimum=0.5, soft_maximum=0.99, default=0.8),
    Parameter("max_occupancy", "share", "how much of their time people may be busy; above 0", minimum=0, maximum=1,
              default=1.0),
    Parameter("shrinkage", "share", "share of paid time spent on breaks, training, illness; below 1", minimum=0,
              maximum=1, soft_maximum=0.5, default=0.0),
)  # fmt: skip
def erlang_c_agents(
    *,
    calls: float,
    interval_seconds: float,
    aht_seconds: float,
    target_seconds: float,
    service_level: float,
    max_occupancy: float,
    shrinkage: float,
) -> dict[str, object]:
    """Return the fewest `agents` that reach the service level without being busier than allowed, and their figures.

    `scheduled` = ⌈agents/(1 − shrinkage)⌉. INVALID_INPUT for a service level or shrinkage of 1 or an occupancy of 0,
    which no number of people reaches, and where more than 100,000 would be needed.
    """
    for name, share, limit in (
        ("service_level", service_level, 1), ("shrinkage", shrinkage, 1), ("max_occupancy", max_occupancy, 0)
    ):  # fmt: skip
        if share == limit:
            raise Invalid(name, f"must not be {limit}")
    queue = Queue(calls, interval_seconds, aht_seconds, target_seconds)
    agents, figures = _fewest(queue, service_level, max_occupancy)
    # a hair off first: 9/(1 − 0.1) is 10 people, not 11
    scheduled = math.ceil(agents / (1 - shrinkage) * (1 - _HAIR))
    return {"agents": agents, "scheduled": scheduled, **figures}


def _fewest(queue: Queue, goal: float, most_occupied: float) -> tuple[int, dict[str, object]]:
    """Return the fewest agents and their figures; both conditions only get easier with every one more."""
    least = max(1.0, queue.traffic / most_occupied * (1 - _HAIR))
    if least >= MOST_AGENTS:
        raise Invalid("calls", f"would need more than {MOST_AGENTS:,} people")
    agents = max(math.ceil(least), math.floor(queue.traffic) + 1)
    blocking = queue.blocking(agents)
    while agents <= MOST_AGENTS:
        if queue.service_level(agents, blocking) >= goal:
            return agents, queue.waiting(agents, blocking)
        blocking = queue.blocking(agents + 1, (agents, blocking))
        agents += 1
    raise Invalid("calls", f"would need more than {MOST_AGENTS:,} people")
