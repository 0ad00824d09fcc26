"""QTI 2.1 and 3.0 packages."""
