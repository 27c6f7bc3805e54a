"""Everything that changes what people share: one function per verb, by noun. The only writers of this app's tables.

An action must never decide who may call it: couples/access.py does.
"""
