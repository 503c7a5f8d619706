"""How often the queue of a project is read from its file."""

from app.ui.queue import feed


def test_a_project_that_is_opened_is_read_once(rig, make_rig, monkeypatch):
    rig.open_one()
    path = rig.document.path
    rig.window.close()
    reads = []
    read = feed._reading
    monkeypatch.setattr(feed, "_reading", lambda store: (reads.append(store.path), read(store))[1])
    again = make_rig()
    again.document.open(path)
    again.until(lambda: again.document.video is not None)
    queue = again.window.queue
    again.until(lambda: queue.feed.queue is not None and queue.is_up_to_date)
    again.until(lambda: not again.window.is_working)
    assert reads == [path]
