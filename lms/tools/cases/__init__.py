"""The business case: a scenario of the calculator `business-case`, with effects taken from other scenarios and a page."""
