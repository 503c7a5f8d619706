"""Names, sentences and forms of formats, which are defined below the window, for translation."""

from __future__ import annotations

from app.ui.language import QT_TRANSLATE_NOOP

FORMAT_WORDS = (
    QT_TRANSLATE_NOOP("Formats", "ActivityNet ground truth (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Annotations with label and seconds, ready for training and evaluation.",
    ),
    QT_TRANSLATE_NOOP("Formats", "ActivityNet results (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Suggestions with their scores and your corrections; rejected ones are left out.",
    ),
    QT_TRANSLATE_NOOP("Formats", "THUMOS14 annotations (one text per label)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "A folder for the THUMOS14 toolkit and everything that reads its layout.",
    ),
    QT_TRANSLATE_NOOP("Formats", "THUMOS14 detections (text)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Scored detections as the THUMOS14 toolkit evaluates them, and their class list.",
    ),
    QT_TRANSLATE_NOOP("Formats", "P-GCN and SSN proposal list (text)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Annotations and the newest run's proposals, matched anew, for retraining.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Table (CSV, TSV)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "One line a segment, for spreadsheets; the columns can be chosen.",
    ),
    QT_TRANSLATE_NOOP("Formats", "PGCN Studio (JSON, complete)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Everything: both layers, scores, notes and tags, colours, content of videos.",
    ),
    QT_TRANSLATE_NOOP("Formats", "VIA 3 project (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "The VGG video annotator opens it; labels are an attribute to select from.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Label Studio (tasks and labelling config)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Annotations and predictions on a timeline, with the config that shows them.",
    ),
    QT_TRANSLATE_NOOP("Formats", "CVAT for video 1.1 (XML)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "A track over the whole picture for every segment, counted in true frames.",
    ),
    QT_TRANSLATE_NOOP("Formats", "ELAN (EAF 3.0)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "One tier a label for ELAN; scores and notes in tiers that depend on it.",
    ),
    QT_TRANSLATE_NOOP("Formats", "BORIS events (TSV)"),
    QT_TRANSLATE_NOOP("Formats", "Aggregated or tabular events, as BORIS exports them."),
    QT_TRANSLATE_NOOP("Formats", "FiftyOne temporal detections (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "labels.json of a FiftyOne dataset; put the videos into a folder data beside it.",
    ),
    QT_TRANSLATE_NOOP("Formats", "vidat (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Actions with labels and colours for the vidat page, one file a video.",
    ),
    QT_TRANSLATE_NOOP("Formats", "SoccerNet v2 (JSON)"),
    QT_TRANSLATE_NOOP("Formats", "Spots of a match by half; ends are kept in a field of ours."),
    QT_TRANSLATE_NOOP("Formats", "LosslessCut (project or CSV)"),
    QT_TRANSLATE_NOOP("Formats", "Cuts of one video, to be split without loss in LosslessCut."),
    QT_TRANSLATE_NOOP("Formats", "X-AnyLabeling (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "The file X-AnyLabeling keeps beside a video whose segments are classified.",
    ),
    QT_TRANSLATE_NOOP("Formats", "WebVTT subtitles"),
    QT_TRANSLATE_NOOP("Formats", "Labels as subtitles, for players and web pages."),
    QT_TRANSLATE_NOOP("Formats", "SRT subtitles"),
    QT_TRANSLATE_NOOP("Formats", "Labels as subtitles, for nearly every player."),
    QT_TRANSLATE_NOOP("Formats", "Sportscode timeline (XML)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Instances with code and colour for Sportscode, LongoMatch, Nacsport, Wyscout.",
    ),
    QT_TRANSLATE_NOOP("Formats", "COCO-style (JSON)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Tables of videos, categories and segments; a habit of the field, no standard.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Parquet table"),
    QT_TRANSLATE_NOOP("Formats", "One row a segment, with types: pandas, Polars, DuckDB, Spark."),
    QT_TRANSLATE_NOOP("Formats", "OpenTimelineIO"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Markers on the video, or a timeline of its cuts, for editors that read OTIO.",
    ),
    QT_TRANSLATE_NOOP("Formats", "EDL (Resolve markers, CMX 3600)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Markers for a timeline of DaVinci Resolve, or a list of cuts for any editor.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Final Cut Pro (FCPXML)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Markers and keywords on the video, or its cuts, for Final Cut Pro and Resolve.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Premiere (Final Cut 7 XML)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Markers on the video, or its cuts, for Premiere Pro, Resolve and others.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Clips (one video file per segment)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Each segment as a video of its own, with sound. No file is replaced.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Highlight reel"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "One film of all chosen segments, with title cards, fades, and even sound.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Contact sheet (PNG)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "A grid of thumbnails with label and time of each segment, to print or to send.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Report for a coach (HTML, PDF)"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "Counts and durations, timelines and pictures: one page that any browser shows "
        "and prints, or A4 pages.",
    ),
    QT_TRANSLATE_NOOP("Formats", "Training set"),
    QT_TRANSLATE_NOOP(
        "Formats",
        "One folder for pgcn train, OpenTAD and ActionFormer: features, labels, and "
        "where every label comes from.",
    ),
    QT_TRANSLATE_NOOP("Formats", "training"),
    QT_TRANSLATE_NOOP("Formats", "validation"),
    QT_TRANSLATE_NOOP("Formats", "testing"),
    QT_TRANSLATE_NOOP("Formats", "val"),
    QT_TRANSLATE_NOOP("Formats", "test"),
    QT_TRANSLATE_NOOP("Formats", "comma"),
    QT_TRANSLATE_NOOP("Formats", "tab"),
    QT_TRANSLATE_NOOP("Formats", "semicolon"),
    QT_TRANSLATE_NOOP("Formats", "aggregated"),
    QT_TRANSLATE_NOOP("Formats", "tabular"),
    QT_TRANSLATE_NOOP("Formats", "llc"),
    QT_TRANSLATE_NOOP("Formats", "csv"),
    QT_TRANSLATE_NOOP("Formats", "markers"),
    QT_TRANSLATE_NOOP("Formats", "highlights"),
    QT_TRANSLATE_NOOP("Formats", "cmx3600"),
    QT_TRANSLATE_NOOP("Formats", "seconds"),
    QT_TRANSLATE_NOOP("Formats", "milliseconds"),
    QT_TRANSLATE_NOOP("Formats", "frames"),
    QT_TRANSLATE_NOOP("Formats", "fraction"),
)
