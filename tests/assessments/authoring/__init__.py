"""Writing items in the browser."""
