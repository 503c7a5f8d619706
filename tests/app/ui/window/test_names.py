"""What a screen reader is told: every control of the window has a name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit,
)  # fmt: skip


def is_inner(widget):
    """Say whether Qt made it as a part of another control, which has the name."""
    parent = widget.parentWidget()
    above = parent.parentWidget()
    return (
        isinstance(widget, QScrollBar)
        or widget.objectName().startswith("qt_")
        or isinstance(parent, CONTROLS)
        or isinstance(above, QComboBox)
    )


def test_every_control_has_a_name(rig):
    rig.open_one()
    rig.pick_first()
    nameless = [
        f"{type(one).__module__}.{type(one).__name__} in {type(one.parentWidget()).__name__}"
        for one in rig.window.findChildren(QWidget)
        if isinstance(one, CONTROLS) and not is_inner(one)
        if not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]
    assert nameless == []


def test_the_timeline_and_the_library_are_reached_by_tab(rig):
    rig.open_one()
    policies = {
        one.accessibleName(): one.focusPolicy()
        for one in (
            rig.window.timeline.findChildren(QWidget) + rig.window.library.findChildren(QWidget)
        )
        if one.accessibleName() in {"Timeline", "Videos"}
    }
    assert all(policy & Qt.FocusPolicy.TabFocus for policy in policies.values()), policies
    assert len(policies) == 2
