"""Sealed secrets open with the same key for the same purpose, and else not."""

from __future__ import annotations

import pytest

from lms.kernel.sealing import SealBroken, seal, unseal

KEY = b"k" * 32


def test_a_secret_comes_back_and_looks_different_each_time() -> None:
    sealed = [seal(KEY, "xapi", "grød") for _ in range(2)]
    assert [unseal(KEY, "xapi", each) for each in sealed] == ["grød", "grød"]
    assert sealed[0] != sealed[1]
    assert "gr" not in sealed[0]


@pytest.mark.parametrize(("key", "purpose"), [(b"j" * 32, "xapi"), (KEY, "oidc")])
def test_another_key_or_purpose_opens_nothing(key: bytes, purpose: str) -> None:
    with pytest.raises(SealBroken):
        unseal(key, purpose, seal(KEY, "xapi", "secret"))


@pytest.mark.parametrize("damaged", ["", "x", "%%%", "AAAA" * 10])
def test_what_is_damaged_opens_nothing(damaged: str) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, "xapi", damaged)
