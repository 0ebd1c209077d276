"""Tables of comments, one row a comment: what CSV, TSV, JSON Lines and Parquet have in common.

names      which column is what, by name or as `--map` says
values     cells read as ids, numbers, times and flags; `strokes`, times that only a column tells; `bodies`, texts without markup
rows       the rows they make
parents    whom each row of a thread answers; `splitting`, which thread it is of where no column says it
threads    the threads that rows make, under their articles; `articles`, from a table beside
delimited  CSV and TSV; `records`, objects with named fields and other typed tables
lists      where the comments lie in JSON; `nested`, replies that lie in what they answer
"""
