"""Questionnaires: what they ask, which question comes next, how they are scored. Pure; words come from outside."""
