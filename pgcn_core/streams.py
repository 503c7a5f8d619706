"""Room 6: one stream's scores, and the weighted sum of the streams."""

from __future__ import annotations
