"""Calculators of a draft, made and changed without code: each form writes one part of `NAME.calc.toml`."""
