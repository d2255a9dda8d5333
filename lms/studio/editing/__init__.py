"""Trying and editing one question: what a trainer does with a question that the analysis has pointed out."""
