"""Many households at once, in columns: the same rule set, read by the same functions, as `scoring.py` does for one."""
