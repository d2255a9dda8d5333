"""A made-up calculator with a column of texts and results said as words: with open rows, and with given ones."""

from __future__ import annotations

HEAD = """
uuid = "b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7cfe"
name = "own"
title = { en = "Journey", da = "Rejse" }
question = { en = "Who is met?", da = "Hvem møder man?" }
sentence = { en = "It is {kind}.", da = "Det er {kind}." }
assumption = { en = "Nothing.", da = "Intet." }
not_shown = { en = "All else.", da = "Alt andet." }
formula_text = { en = "Counted.", da = "Talt." }
sources = []

[[words]]
name = "kinds"
texts = [{ en = "Whole", da = "Hel" }, { en = "Split <b>", da = "Delt" }]

[[tables]]
name = "steps"
label = { en = "Steps", da = "Trin" }
row_label = { en = "Step", da = "Trin" }
%s
[[tables.columns]]
name = "owner"
unit = "text"
label = { en = "Owner", da = "Ansvarlig" }
[[tables.columns]]
name = "minutes"
unit = "number"
label = { en = "Minutes", da = "Minutter" }
[[tables.example]]
name = { en = "Call", da = "Opkald" }
owner = { en = "Sales", da = "Salg" }
minutes = 5
[[tables.example]]
name = { en = "Bill", da = "Regning" }
owner = { en = "Sales", da = "Salg" }
minutes = 7

[[series]]
name = "group"
over = "steps"
label = { en = "Group", da = "Gruppe" }
words = "kinds"
formula = "steps.owner"

[[outputs]]
name = "kind"
label = { en = "Kind", da = "Slags" }
words = "kinds"
headline = true
formula = "1 + changes(steps.owner)"

[[examples]]
inputs = {}
outputs = { kind = 1 }
"""
OPEN, FIXED = HEAD % "most = 4", HEAD % "fixed = true"
