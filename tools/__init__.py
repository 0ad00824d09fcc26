"""Tools for working on Azbuka; nothing here runs in production."""
