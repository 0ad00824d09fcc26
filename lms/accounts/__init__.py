"""Accounts: signing in; staff by e-mail and password, learners by card and PIN."""
