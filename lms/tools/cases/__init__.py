"""The business case: a scenario of the calculator `business-case`, its effects taken from others, and its page."""
