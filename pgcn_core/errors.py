"""The engine's named failures: what the world can do to us, one sentence and a next step each.

A bug of ours is never one of these; it stays an ordinary exception with its traceback.
"""


class PgcnError(Exception):
    """A failure of the world that a person can act on.

    Attributes:
        sentence: What is wrong, one sentence.
        next_step: What the person can do about it, one sentence.
        exit_code: What the command line returns for it.
    """

    exit_code = 1

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(f"{sentence} {next_step}".strip())
        self.sentence = sentence
        self.next_step = next_step


class VideoError(PgcnError):
    """A file that cannot be opened or decoded as video."""

    exit_code = 3


class WeightsError(PgcnError):
    """Network weights that are missing, foreign, damaged or of the wrong shape."""

    exit_code = 4


class CheckpointError(WeightsError):
    """A P-GCN checkpoint that cannot be used."""


class SettingsError(PgcnError):
    """A setting outside its range, or settings that do not fit together."""

    exit_code = 5


class ProposalFileError(PgcnError):
    """A proposal list that does not follow its format."""

    exit_code = 6


class OutputError(PgcnError):
    """A result that cannot be written: full disk, missing folder, no permission."""

    exit_code = 7


class FeatureError(PgcnError):
    """A feature file that is missing, damaged, or does not fit its video."""

    exit_code = 11


class EvaluationFileError(PgcnError):
    """Ground truth or detections that cannot be read, or that cannot be compared."""

    exit_code = 9


class TrainingError(PgcnError):
    """A training that cannot start, go on or be resumed with what was given."""

    exit_code = 10


class VideoLabelError(PgcnError):
    """Labels of whole videos that cannot be read or do not fit."""

    exit_code = 12


class OutOfMemory(PgcnError):
    """Memory that this machine does not have, or does not give."""

    exit_code = 13


class Cancelled(Exception):
    """The person asked to stop; what was finished stays in the cache."""

    exit_code = 130


def reason_of(error: Exception) -> str:
    """Return what the system or a library said of a failure, without the system's number."""
    return str(getattr(error, "strerror", None) or error)
