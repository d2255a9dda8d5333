"""What stands for a question whose kind is not installed: the question is kept, and neither asked nor scored."""
