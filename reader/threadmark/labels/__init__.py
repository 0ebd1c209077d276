"""Labels: what they are, the store that never loses one, undo, and an annotator's round over a thread."""
