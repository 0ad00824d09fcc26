"""Benchmarks: how long the heavy acts take, as ratios that can be compared between machines."""
