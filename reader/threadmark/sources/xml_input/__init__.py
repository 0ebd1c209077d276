"""XML from outside: a look at its root, its elements in a stream, articles and comments that lie apart in it."""
