"""The formula language of declared calculators: text to tree, and the tree computed."""
