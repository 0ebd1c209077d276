"""Labels out: the rows that a label file comes to, and one module for each format they are written in."""

from threadmark.exports.exporting import export

__all__ = ["export"]
