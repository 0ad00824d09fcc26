"""Writing items in the browser: forms for every kind, a preview as the learner sees it, recordings, review."""
