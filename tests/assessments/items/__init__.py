"""The bank: items as files word them, and as they are kept."""
