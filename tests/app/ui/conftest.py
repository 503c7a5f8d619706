import os

# Before anything makes a QApplication: test machines have no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
