"""Pure computation, usable as a library: no input or output, no database, no web."""
