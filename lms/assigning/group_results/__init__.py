"""What groups answered in self-assessments: published once a quarter, and never changed afterwards."""
