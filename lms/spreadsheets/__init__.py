"""Spreadsheets as a mechanism: tables are read from .xlsx and .csv and written to both; it knows no room."""

from lms.spreadsheets.reading import ROW_LIMIT, Cell, decoded, read_table
from lms.spreadsheets.writing import Sheet, neutral, write_csv, write_xlsx

__all__ = ["ROW_LIMIT", "Cell", "Sheet", "decoded", "neutral", "read_table", "write_csv", "write_xlsx"]
