"""Work that is not done while a phone or a person waits."""
