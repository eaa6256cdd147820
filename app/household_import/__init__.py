"""Last year's list of poor and near-poor households, from a commune's own workbook into the register."""
