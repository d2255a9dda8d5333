"""Statistics without a library: distributions and their quantiles, to the accuracy the domain reference asks for."""
