"""A training commune, and phones played over HTTP: made-up people who fill real forms."""
