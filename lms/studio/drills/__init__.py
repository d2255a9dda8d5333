"""The trainer's page of a decision drill: the whole tree, what each way gives, and one scene edited as text."""
