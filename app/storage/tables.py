"""The tables of a project file, as the newest migration leaves them.

Times of day are UTC in ISO 8601; times of a video are float seconds. Verdicts stand in a table of
their own, so that storing a run cannot reach what a person said.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData()

project = Table(
    "project",
    metadata,
    Column("id", Text, primary_key=True),
    Column("made_at", Text, nullable=False),
    # On a server: one more with every transaction that changes anything.
    Column("revision", Integer, nullable=False, server_default="0"),
)

videos = Table(
    "videos",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    # The way from the project's folder, with forward slashes; null on another drive.
    Column("relative_path", Text),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("duration_s", Float, nullable=False),
    Column("fps", Float, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    # Not a foreign key: runs point at videos, and SQLite cannot defer one of a circle in a batch.
    Column("newest_run_id", Text),
    # ISO time; null while the video is in the project.
    Column("removed_at", Text),
    Column("note", Text, nullable=False, server_default=""),
    # A JSON list of texts.
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("assignee", Text, nullable=False, server_default=""),
    Column("is_empty", Boolean, nullable=False, server_default=false()),
    # On a server: the project's when something on this video changed last.
    Column("revision", Integer, nullable=False, server_default="0"),
)

labels = Table(
    "labels",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    Column("color", Text, nullable=False),
    Column("shortcut", Text, nullable=False, server_default=""),
    Column("is_hidden", Boolean, nullable=False, server_default=false()),
    # A label's id. Rows keep the label they were given, so that a merge can be taken back.
    Column("merged_into", Text),
    Column("tap_before_s", Float),
    Column("tap_after_s", Float),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", Text, nullable=False),
    Column("model_name", Text, nullable=False),
    Column("is_trained", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("settings_json", Text, nullable=False),
    Column("graph", LargeBinary, nullable=False),
    # What the network said of every proposal; null for runs of older programs.
    Column("evidence", LargeBinary),
    Index("runs_of_video", "video_id"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("label_id", ForeignKey("labels.id"), nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("proposal_idx", Integer, nullable=False),
    # How unsure the model is; null for runs of older programs.
    Column("margin", Float),
    Column("entropy", Float),
    Column("spread", Float),
    Index("suggestions_by_start", "video_id", "start_s"),
    Index("suggestions_of_run", "run_id"),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("suggestion_id", ForeignKey("suggestions.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", Text, nullable=False),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("label_id", ForeignKey("labels.id"), nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("suggestion_id", ForeignKey("suggestions.id", ondelete="SET NULL")),
    Index("annotations_by_start", "video_id", "start_s"),
    Index("annotations_of_suggestion", "suggestion_id"),
)

# Beside annotations and suggestions; not a foreign key, for it may be either.
remarks = Table(
    "remarks",
    metadata,
    Column("entry_id", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("note", Text, nullable=False),
    # A JSON list of texts.
    Column("tags", Text, nullable=False),
    Index("remarks_of_video", "video_id"),
)

# What was tagged while playing, as it was tapped: later corrections tell how late a person taps.
taps = Table(
    "taps",
    metadata,
    Column("annotation_id", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("label_id", ForeignKey("labels.id"), nullable=False),
    # "hold" or "tap", the seconds that were added to what was pressed, and the speed of playing
    # then: "hold -0.31 2.0".
    Column("kind", Text, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("made_at", Text, nullable=False),
    Index("taps_of_label", "label_id"),
)

# Which videos another annotator has worked on, even where they found nothing.
readings = Table(
    "readings",
    metadata,
    Column("annotator", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

# What other annotators say. Kept apart from annotations, so that no reading can reach those.
opinions = Table(
    "opinions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("annotator", Text, nullable=False),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("label_id", ForeignKey("labels.id"), nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    # "open", "mine", "theirs" or "both".
    Column("ruling", Text, nullable=False),
    Index("opinions_by_start", "video_id", "start_s"),
    Index("opinions_of_annotator", "annotator", "video_id"),
)

# Rulings on annotations an annotator lacks. Not a foreign key: the annotation may be gone by it.
upheld = Table(
    "upheld",
    metadata,
    Column("annotation_id", Text, primary_key=True),
    Column("annotator", Text, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    Column("ruling", Text, nullable=False),
    Index("upheld_of_video", "video_id"),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    # Null for acts on the project itself, such as those on its labels.
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE")),
    Column("caption", Text, nullable=False),
    Column("edit", Text, nullable=False),
    Column("inverse", Text, nullable=False),
    Column("is_undone", Boolean, nullable=False),
    Column("made_at", Text, nullable=False),
    # Who did it, on a server; '' in a file.
    Column("author", Text, nullable=False, server_default=""),
    # On a server: others have built on it since, so that it is not undone or redone any more.
    Column("is_settled", Boolean, nullable=False, server_default=false()),
    Index("history_of_video", "video_id", "id"),
    Index("history_by_state", "is_undone", "id"),
    sqlite_autoincrement=True,
)

# Videos that wait to be analysed by whoever is free; only on a server.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("video_id", ForeignKey("videos.id", ondelete="CASCADE"), nullable=False),
    # "waiting", "taken", "done" or "failed".
    Column("state", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    # Who works on it, and until when (seconds since 1970 by the server's clock) it is theirs.
    Column("worker", Text, nullable=False, server_default=""),
    Column("leased_until_s", Float, nullable=False, server_default="0"),
    Column("n_tries", Integer, nullable=False, server_default="0"),
    # What is wrong with it, in words.
    Column("failure", Text, nullable=False, server_default=""),
    Column("run_id", Text),
    Index("jobs_by_state", "state", "id"),
)
