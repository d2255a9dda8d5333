"""Decision drills: plays of a dilemma, what each decision led to, and what others decided. Seen by the person alone."""
