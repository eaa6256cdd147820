"""Areas and households: the places and people that everyone else refers to."""
