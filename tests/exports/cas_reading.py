"""What a CAS document says."""


def read(cas):
    """What a document says, in code points."""
    [about] = cas.select("threadmark.Pass")
    spans = {}
    for each in cas.select("threadmark.Evidence"):
        key = each.dimension, each.target, each.label
        spans.setdefault(key, []).append((each.begin, each.end, each.get_covered_text()))
    for each in cas.select("threadmark.CommentLabel"):
        key = each.dimension, each.target, each.label
        yield (about.comment, about.annotator, about.round, *key, tuple(sorted(spans.get(key, ()))))
