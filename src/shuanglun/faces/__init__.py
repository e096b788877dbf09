"""Entry points only: they parse, authorise, call a feature, and shape the answer."""
