"""Tables of comments, one row a comment: what CSV, TSV, JSON Lines and Parquet have in common.

`names` finds out which column is what, `values` reads cells, `rows` makes rows of them and `threads` makes threads of
rows. The formats themselves are the modules beside this folder.
"""
