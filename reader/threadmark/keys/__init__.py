"""The registry of commands, the keymap layers, the codebook they add up to, and the matcher of chords."""
