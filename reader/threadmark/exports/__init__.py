"""Labels out: the rows that a label file comes to, and one module for each format they are written in."""
