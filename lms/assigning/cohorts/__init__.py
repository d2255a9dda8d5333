"""Cohorts: people who meet with a trainer, and who of them has done what comes before the meeting."""
