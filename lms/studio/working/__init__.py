"""What works: where people stop in a module, how long its pages take, and whether they were useful."""
