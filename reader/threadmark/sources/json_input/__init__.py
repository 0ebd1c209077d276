"""JSON from outside, shared by the sources that read it.

peeking.peek        what the head of a file shows of its JSON, for sniffing
decoding.values     the top-level values of an input: one, or one a line
streaming.rows      the objects of a corpus, a line each or the elements of one array, in bounded memory
streaming.members   the parts of one large object, in bounded memory
form.Form           a decoded value in the shape of a format, odd fields mended and counted
"""
