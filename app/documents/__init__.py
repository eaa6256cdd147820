"""Papers: facts in, PDF out, by typst. A template (`*.typ`) has the layout and no text of its own."""
