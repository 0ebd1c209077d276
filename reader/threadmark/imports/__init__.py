"""Labels in: those that come with a corpus, in the words of its own scheme."""
