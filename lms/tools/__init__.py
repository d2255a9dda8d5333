"""The tool shelf: calculators on one's own numbers, on pages of their own and inside modules."""
