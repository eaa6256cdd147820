"""Summary reports R1 to R15: tables of named columns, for the page, the workbook and the paper. Vietnamese.

Source: templates, section 11. What the forms do not tell is left empty and said below the table; nothing is made up.
"""
