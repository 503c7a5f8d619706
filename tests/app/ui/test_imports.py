import subprocess
import sys

CHECK = """
import sys
import app.ui.main_window
heavy = {"torch", "sqlalchemy", "pgcn_core", "alembic", "cv2", "av"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""


def test_the_window_loads_no_engine_and_no_database():
    found = subprocess.run(
        [sys.executable, "-c", CHECK], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
