"""Sending e-mail, as a mechanism: the server that is set, letters, and the talk that hands one over.

Knows no room, no settings and no database.
"""
