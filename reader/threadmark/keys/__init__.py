"""The registry of commands, the keymap layers, the codebook they add up to, and the matcher of chords.

What flows is named tuples rather than frozen dataclasses: making one of the latter takes a millisecond, and the first
key waits until all of this room is loaded.
"""
