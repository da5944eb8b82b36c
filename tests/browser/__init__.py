"""Journeys in a real browser."""

import os

CHROMIUM = os.environ.get("CHROME_PATH", "/usr/bin/chromium")
