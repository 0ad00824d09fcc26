"""Progress: completion and statistics per centre, decided with pandas."""
