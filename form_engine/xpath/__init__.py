"""Expressions of forms (XPath as the ODK XForms specification narrows and widens it), read once and run many times.

lexer.py and parser.py make a small tree (syntax.py), compiling.py makes closures of it, functions*.py are the function
table. What results follows JavaRosa, the engine of the phones, also where it departs from XPath 1.0.
"""
