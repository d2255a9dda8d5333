"""The curricula that come with the library: looked at with their days, guide and letters, and begun as a draft."""
