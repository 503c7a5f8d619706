"""Builds the program from its rooms: the only file that knows them all.

Adapters are imported where they are built, so that the window opens before torch is loaded and the
headless verbs never load Qt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.config import paths
from app.domain.errors import ProjectError
from app.services.ports import Exchange, FrameSource, Localizer, ProjectStore
from app.services.projects import ProjectService
