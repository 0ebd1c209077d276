"""Sources: saved threads in any format become threads. One module a format, found by the registry."""
