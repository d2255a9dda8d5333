"""Erlang's formulas of a queue, by recursion: no factorial, so nothing overflows."""


def waiting(traffic: float, agents: int) -> float:
    """Return the chance, 0 to 1, that a customer waits (Erlang's C); 1 where as much arrives as can be done.

    `traffic` ≥ 0 is the work that arrives, in people fully occupied. B₀ = 1, B_k = A·B_{k−1}/(k + A·B_{k−1}), then
    C = B/(1 − (A/N)(1 − B)).
    """
    if agents <= traffic:
        return 1.0
    blocking = 1.0
    for busy in range(1, agents + 1):
        offered = traffic * blocking
        blocking = offered / (busy + offered)
        if blocking == 0:
            break
    return blocking / (1 - traffic / agents * (1 - blocking))
