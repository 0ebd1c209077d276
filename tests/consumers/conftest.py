"""Studies that reports are made of, as the tests of reports have them."""

from tests.report.conftest import hostile, study

__all__ = ["hostile", "study"]
