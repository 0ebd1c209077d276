"""Marking words as evidence: what can be marked in a text, how keys and the mouse move the marking, what becomes of it."""
