"""Learning how hard items really are from what people answered, as versions that can be undone."""
