"""Decision drills: a dilemma in scenes whose options lead to consequences that a calculator computes. Never a quiz."""
