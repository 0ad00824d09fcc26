"""The item bank: questions with versions, how they are written, read and kept."""
