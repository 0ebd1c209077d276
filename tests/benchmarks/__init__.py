"""How fast the program is, as ratios to a floor measured in the same run.

    python -m tests.benchmarks                  every figure
    python -m tests.benchmarks start screen     the figures of these modules
    python -m tests.benchmarks memory --runs 9  one figure, more runs
    python -m tests.benchmarks million-jsonl    one that is measured only by hand; --help names them

A module of this package that has an attribute `FIGURES` takes part: a mapping from a name to a function that is given
the number of runs and returns figures. `BY_HAND` is the same for what takes minutes: it is measured only where it is named. Nothing here is a test; a test that depends on a clock fails for other reasons.
"""
