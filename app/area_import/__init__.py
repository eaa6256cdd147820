"""A list of areas, from somebody's own workbook into the dated tree."""
