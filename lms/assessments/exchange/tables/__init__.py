"""Spreadsheets: one item a row, with columns for every field."""
