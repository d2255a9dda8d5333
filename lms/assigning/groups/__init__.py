"""Groups of people, made by hand or by a rule that keeps itself up to date."""
