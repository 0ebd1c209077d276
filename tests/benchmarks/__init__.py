"""How fast the program is, as ratios to a floor measured in the same run.

    python -m tests.benchmarks                  every figure
    python -m tests.benchmarks start screen     the figures of these modules
    python -m tests.benchmarks memory --runs 9  one figure, more runs

A module of this package that has an attribute `FIGURES` takes part: a mapping from a name to a function that is given
the number of runs and returns figures. Nothing here is a test; a test that depends on a clock fails for other reasons.
"""
