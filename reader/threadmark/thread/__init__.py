"""Threads: an article and its comments, flat and read-only, and what of them is folded."""

from threadmark.thread.model import Article, Comment, Inferred, Thread
from threadmark.thread.outline import Outline
from threadmark.thread.report import ImportReport

__all__ = ["Article", "Comment", "ImportReport", "Inferred", "Outline", "Thread"]
