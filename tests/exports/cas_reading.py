"""What a CAS document says."""

from tests.exports.everything import Given


def labels_of(cas):
    """The labels of a document, with the words that they rest on, in the comment and in the article."""
    [about] = cas.select("threadmark.Pass")
    quotes = {}
    for each in cas.select("threadmark.Evidence"):
        quotes.setdefault((each.dimension, each.target, each.label), []).append(each.get_covered_text())
    for each in cas.select("threadmark.ArticleEvidence"):
        quotes.setdefault((each.dimension, each.target, each.label), []).append(each.quote)
    for each in cas.select("threadmark.CommentLabel"):
        key = each.dimension, each.target, each.label
        yield Given(about.thread, about.comment, about.annotator, about.round, *key, tuple(quotes.get(key, ())))


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
