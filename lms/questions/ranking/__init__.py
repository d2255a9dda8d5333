"""Ranking: options weighed against one another; the author's ranking may have ties, or there may be none."""
