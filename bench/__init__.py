"""Measuring: JSON figures, each beside a reference taken in the same run. `docs/figures.md` explains them."""
