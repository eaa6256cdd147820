"""Which form versions are out, and their files. The engine around this package knows no database."""
