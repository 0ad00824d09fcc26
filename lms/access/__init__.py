"""Who may do what: viewers, declared permissions, scoped loading and the audit trail.

The mechanism only; it knows no room. The table itself is lms/permissions.py.
"""
