"""Settings from the environment, and the data files that are not law (public holidays)."""
