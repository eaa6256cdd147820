"""Many people at once: a workbook becomes accounts, and accounts become cards for their phones."""
