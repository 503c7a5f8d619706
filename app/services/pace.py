"""How long a person takes for a suggestion, from when the last ones were judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

# Longer gaps are not reviewing: the telephone, lunch, the night.
LONGEST_GAP_S = 60.0
# Before anybody has judged: a clip of eight seconds, looked at twice.
USUAL_S = 15.0
# Fewer gaps say little.
LEAST_GAPS = 5
# A person gets quicker; what was long ago does not count.
NEWEST = 200
# Nobody looks at a clip in less.
LEAST_S = 1.0


class Pace:
    """Learns from the times of judging acts.

    Args:
        judged_at: When acts were done, oldest first.
    """

    def __init__(self, judged_at: Iterable[datetime] = ()) -> None:
        self._times = list(judged_at)[-NEWEST:]

    def note(self, moment: datetime) -> None:
        """Take one more act."""
        self._times = [*self._times[-NEWEST + 1 :], moment]

    @property
    def is_own(self) -> bool:
        """Whether it is this person's pace rather than the usual one."""
        return len(self._gaps_s()) >= LEAST_GAPS

    @property
    def seconds(self) -> float:
        """Seconds for one suggestion: the mean gap, without those above a minute."""
        gaps_s = self._gaps_s()
        if len(gaps_s) < LEAST_GAPS:
            return USUAL_S
        return max(sum(gaps_s) / len(gaps_s), LEAST_S)

    def _gaps_s(self) -> list[float]:
        pairs = zip(self._times, self._times[1:], strict=False)
        gaps_s = ((later - earlier).total_seconds() for earlier, later in pairs)
        return [gap_s for gap_s in gaps_s if 0.0 <= gap_s <= LONGEST_GAP_S]
