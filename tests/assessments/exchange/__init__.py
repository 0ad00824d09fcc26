"""Items as files of other programs hold them: there and back, and whatever else comes in a file."""
