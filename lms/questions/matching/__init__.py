"""Matching: two to eight pairs to be found, perhaps among answers that fit nothing, each with feedback that teaches."""
