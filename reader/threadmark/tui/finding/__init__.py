"""Search and filter on a reading screen."""
