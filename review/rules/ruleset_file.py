"""Is a file that somebody brought a whole rule set, or a table of points?"""


def is_ruleset_file(content: bytes) -> bool:
    """A rule set's file names its model; a table can't."""
    return not content.startswith(b"PK") and b"\nmodel = " in content
