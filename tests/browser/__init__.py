"""Tests that walk through Azbuka in a real Chromium, as people do."""

import os
import shutil

CHROMIUM = os.environ.get("AZBUKA_CHROMIUM") or shutil.which("chromium")
