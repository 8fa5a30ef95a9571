"""What the web process has loaded when it begins to answer, and what it loads with a page."""

import json
import subprocess
import sys

from tests.architecture.test_sizes import ROOT

# Each is needed by a few requests or by the worker only, and takes megabytes of every process.
NOT_LOADED = {
    *("pandas", "numpy", "scipy", "ortools", "weasyprint", "fontTools", "plotly", "pptx", "docx"),
    *("openpyxl", "xlsxwriter", "holidays.countries.albania"),
}
LOADED = {"babel.numbers", "reports.views.listing", "core.templatetags.ui"}
SCRIPT = """
import gc, json, sys
import config.gunicorn, config.wsgi
config.gunicorn.when_ready(None)
ready = sorted(sys.modules)
from planning.selectors import holiday_places, public_holidays, usual_weekend
days = public_holidays("MY-01", range(2026, 2027))
usual_weekend("MY"), holiday_places("MY")
countries = [name for name in sys.modules if name.startswith("holidays.countries.")]
print(json.dumps([ready, gc.get_threshold(), gc.get_freeze_count(), len(days), countries]))
"""


def test_web_process_loads_what_every_page_needs_and_no_more(tmp_path):
    """And one country's holidays load that country, not its two hundred and fifty."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        cwd=ROOT,
        env={"LANDFALL_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    ready, threshold, frozen, days, countries = json.loads(done.stdout.splitlines()[-1])
    assert set(ready) & NOT_LOADED == set()
    assert set(ready) >= LOADED
    assert tuple(threshold) == (700, 10, 10)
    assert frozen > 100_000
    assert days > 10
    assert countries == ["holidays.countries.malaysia"]
