"""Exchange: items as files of other programs hold them, and back.

A reader makes questions of a file, a writer a file of questions; between them and the bank stand `asking` (an item as
a question) and `making` (a question as an item). What does not come along is told item by item, never dropped silently.
"""
