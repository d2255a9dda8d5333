"""The trainer's pages about questions: what released figures say, and what to mend."""
