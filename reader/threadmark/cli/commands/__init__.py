"""The commands, one module each, found by scanning this package; each loads the rooms that it needs when it runs.

A command is a module here with an attribute `COMMAND`, named as the command is, with `_` for `-`. It imports click,
`cli/options.py` and errors at its head, and everything else inside the function.
"""
