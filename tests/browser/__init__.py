"""Tests that walk through Azbuka in a real Chromium, as people do."""

import os
import shutil

CHROMIUM = (
    os.environ.get("AZBUKA_CHROMIUM")
    # The same Chromium without its window, twice as fast where nobody looks at it.
    or shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
)
WITH_MICROPHONE = os.environ.get("AZBUKA_CHROMIUM") or shutil.which("chromium")
"""The one that asks who may use the microphone."""
