"""Use cases of the review: load, ask the rules, write once."""
