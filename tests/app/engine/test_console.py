"""Progress on a terminal."""

from app.engine.console import progress_bars
from app.services.ports import NOTHING_TO_DO


def test_what_a_work_goes_without_is_not_shown(capsys):
    with progress_bars("a.mp4") as progress:
        progress("RGB features", 0, 3)
        progress("Flow features", 0, NOTHING_TO_DO)
        progress("RGB features", 3, 3)
    told = capsys.readouterr().err
    assert "a.mp4: RGB features" in told
    assert "Flow" not in told
