"""The method itself, pure: tables and small functions on the standard library.

It must never import Django, read a clock, draw chance, open a file or look at the environment.
"""
