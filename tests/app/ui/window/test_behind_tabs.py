"""A panel behind another tab costs nothing; in front, it shows what was done meanwhile."""

import pytest

from app.ui.models import desk as models_desk


@pytest.fixture
def reviewed(rig):
    rig.open_one()
    rig.until(lambda: bool(rig.document.video and rig.document.video.run))
    rig.until(lambda: rig.window.queue.is_up_to_date and not rig.window.is_working)
    assert rig.window.history.isVisible(), "Qt says so of a panel behind a tab"
    return rig


def front(rig, name):
    rig.window._bench.show_panel(name)
    rig.until(lambda: not rig.window._bench.dock(name).widget().visibleRegion().isEmpty())


def test_the_history_is_read_when_somebody_looks(reviewed):
    rig, read = reviewed, []
    counts = rig.window.history._counts
    rig.window.history._counts = lambda: read.append(1) or counts()
    rig.pick_first()
    rig.key("a")
    rig.until(lambda: rig.rows("select count(*) from annotations") == [(1,)])
    assert read == []
    front(rig, "History")
    rig.until(lambda: rig.window.history.model.rowCount() >= 1)
    n_rows = rig.window.history.model.rowCount()
    rig.key("n")
    rig.key("x")
    rig.until(lambda: rig.window.history.model.rowCount() == n_rows + 1)


def test_labels_are_listed_and_counted_when_somebody_looks(reviewed):
    rig, panel = reviewed, reviewed.window.labelling.panel
    rig.document.ensure_label("New one")
    assert panel.model.rowCount() == 0
    assert not panel._desk._is_watched
    front(rig, "Labels")
    rig.until(lambda: panel.model.rowCount() == len(rig.document.labels))
    assert panel._desk._is_watched
    front(rig, "Review")
    rig.until(lambda: not panel._desk._is_watched)


def test_nobody_counts_what_a_model_would_look_at_again(reviewed, monkeypatch):
    rig, counted = reviewed, []
    count = models_desk.unreviewed
    monkeypatch.setattr(
        models_desk, "unreviewed", lambda document: counted.append(1) or count(document)
    )
    rig.pick_first()
    rig.key("a")
    rig.until(lambda: rig.document.videos[0].n_annotations == 1)
    assert counted == []
    front(rig, "Models")
    rig.until(lambda: bool(counted))


def test_a_window_with_everything_in_it_fits_a_small_screen(reviewed):
    window = reviewed.window
    for dock in window._bench.docks:
        window._bench.show_panel(dock.objectName())
    window.strip.show()
    # A laptop of 1366 x 768 less the title bar.
    reviewed.until(lambda: window.minimumSizeHint().height() > 0)
    assert window.minimumSizeHint().height() <= 740
    assert window.minimumSizeHint().width() <= 1280
