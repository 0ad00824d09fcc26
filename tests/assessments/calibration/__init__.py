"""Calibration: numbers against published ones, properties, and its pages."""
