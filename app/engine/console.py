"""The engine's way of showing progress on a terminal, for the program's headless verbs."""

from pgcn_core.console import cancelled_by_ctrl_c, progress_bars, run_command

__all__ = ["cancelled_by_ctrl_c", "progress_bars", "run_command"]
