"""What was decided about items after they were answered: answers that are right after all, keys that were wrong."""
