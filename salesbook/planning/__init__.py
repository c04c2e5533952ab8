"""Targets: the territory tree, dividing a plan down to seat and month, and actuals against it."""
