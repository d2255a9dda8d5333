"""The way out to learning record stores: what learners did, told in xAPI 1.0.3 statements."""
