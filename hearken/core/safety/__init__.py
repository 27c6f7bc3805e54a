"""Safety rules of the method, as tables and small functions: who is asked what, what an answer leads to, what is open.

Pure. It must never hold a sentence a person reads, and never give back a reason together with an answer for two.
"""
