"""The review: rounds, cases, their stages, and the rules that place a household."""
