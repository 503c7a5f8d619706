"""Hands for the panel of models and the fine-tuning behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def desk(rig):
    return rig.window.models


def panel(rig):
    return desk(rig).panel


def busy(rig):
    mine = desk(rig)
    return any(
        one.is_busy
        for one in (mine._errands, mine._reading, mine.promoting._errands, mine.discarding._errands)
    )


def settle(rig):
    rig.until(lambda: not busy(rig))


def review(rig, *names, keys="axx"):
    """Go through videos by keys; by default accept one suggestion of each, reject the other two."""
    for name in names:
        rig.drop(rig.video(name))
        rig.until(lambda name=name: any(one.name == name for one in rig.document.videos))
        entry = next(one for one in rig.document.videos if one.name == name)
        rig.document.open_video(entry.id)
        rig.until(lambda: bool(rig.document.video and rig.document.video.run))
        rig.until(lambda entry=entry: rig.document.video.entry.id == entry.id)
        rig.window.timeline.setFocus()
        rig.pick_first()
        for key in keys:
            rig.key(key)
        rig.until(lambda entry=entry: rig.document.shelf.video(entry.id).n_pending == 3 - len(keys))


def ask(rig):
    rig.key(Qt.Key.Key_T, CTRL)
    rig.until(desk(rig).popup.isVisible)
    rig.until(lambda: not busy(rig))
    return desk(rig).popup


def start(rig, name="club"):
    popup = ask(rig)
    popup.name.setText("")
    rig.qtbot.keyClicks(popup.name, name)
    rig.qtbot.keyClick(popup.name, Qt.Key.Key_Return)
    rig.until(lambda: desk(rig).training.is_on)


def learn(rig, tuner, name="club"):
    start(rig, name)
    tuner.open()
    rig.until(lambda: not desk(rig).training.is_on)
    settle(rig)


def choose(rig, name):
    tree = panel(rig).tree
    rig.window._bench.show_panel("Models")
    tree.setFocus()
    rig.until(lambda: any(row[1] == name for row in tree.rows()))
    rig.qtbot.keyClick(tree, Qt.Key.Key_Home)
    for _ in tree.rows():
        shown = tree.record.name if tree.record else "Cold start"
        if shown == name:
            settle(rig)
            return
        rig.qtbot.keyClick(tree, Qt.Key.Key_Down)
    raise AssertionError(name)
