"""The placement: engine, acts and pages."""
