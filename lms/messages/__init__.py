"""Messages: prepared for a person in their language, the programs that send them, and what was sent.

The rooms further right say what a message is about; this one knows persons only.
"""
