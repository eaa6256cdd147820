"""The procedure as data: transitions.toml says who moves what; the dated files say how long and how many."""
