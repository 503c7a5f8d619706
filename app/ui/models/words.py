"""Sentences about models and what they learn from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.services.material import Material
from app.services.model_registry import ChangedClip, LabelWorth, ModelCard, ModelRecord, Worth
from app.ui.language import PLURAL, date_words, translate
from app.ui.times import clock

N_NAMED = 4


def model_name(record: ModelRecord | None) -> str:
    """Return what a model is called; None is the cold start."""
    return translate("Models", "Cold start") if record is None else record.name


def cold_words() -> str:
    """Return what the cold start is."""
    return translate(
        "Models",
        "Needs no training. Its labels are the 400 classes of Kinetics, boundaries those of the "
        "proposals.",
    )


def material_words(material: Material, parent: str) -> str:
    """Return what will be learned from, in one small paragraph."""
    n = material.n_videos
    videos = translate("Models", "%n corrected videos", "", PLURAL, n)
    parts = [_annotations(material.n_annotations)]
    if n := material.n_rejected:
        parts.append(translate("Models", "%n rejected", "", PLURAL, n))
    if n := material.n_empty:
        parts.append(translate("Models", "%n with nothing", "", PLURAL, n))
    told = translate("Models", "{videos}: {parts}.").format(videos=videos, parts=", ".join(parts))
    return "\n".join([told, _held_out(material), _goes_on(parent)])


def _annotations(n: int) -> str:
    if n == 1:
        return translate("Models", "1 annotation")
    return translate("Models", "%n annotations", "", PLURAL, n)


def _held_out(material: Material) -> str:
    n = len(material.held_out)
    if n == 0:
        return translate(
            "Models",
            "No video is held out: the model in use has learned from all that have annotations, or "
            "a label would be left out. Nothing will say what it was worth.",
        )
    if n == 1:
        return translate("Models", "1 video is held out, to measure on: {names}.").format(
            names=names_words(material.held_out)
        )
    return translate(
        "Models", "%n videos are held out, to measure on: {names}.", "", PLURAL, n
    ).format(names=names_words(material.held_out))


def _goes_on(parent: str) -> str:
    return translate("Models", "Goes on from: {name}.").format(name=parent)


def names_words(names: tuple[str, ...]) -> str:
    """Return the first few names."""
    more = "…" if len(names) > N_NAMED else ""
    return ", ".join(names[:N_NAMED]) + more


def worth_words(worth: Worth | None) -> str:
    """Return mAP before and after, short."""
    if worth is None:
        return translate("Models", "not measured")
    return translate("Models", "mAP {before:.2f} → {after:.2f}").format(
        before=worth.before, after=worth.after
    )


def gain_words(worth: Worth) -> str:
    """Return the gain, with its interval where there is one, in a sentence."""
    if worth.gain_low is None or worth.gain_high is None:
        told = translate("Models", "mAP at tIoU {tiou:g}: {before:.3f} before, {after:.3f} after.")
        return told.format(tiou=worth.tiou, before=worth.before, after=worth.after)
    told = translate(
        "Models",
        "mAP at tIoU {tiou:g}: {before:.3f} before, {after:.3f} after; 95 of 100 resampled gains "
        "are between {low:+.3f} and {high:+.3f}.",
    )
    return told.format(
        tiou=worth.tiou,
        before=worth.before,
        after=worth.after,
        low=worth.gain_low,
        high=worth.gain_high,
    )


def verdict_words(worth: Worth | None) -> str:
    """Return what the figures come to, in one sentence."""
    if worth is None:
        return translate("Models", "Nothing was held out, so nobody can say whether it is better.")
    if worth.gain_low is None or worth.gain_high is None:
        return translate(
            "Models",
            "Fewer than five videos with annotations are held out: too few to say which is better.",
        )
    if worth.gain_low > 0:
        return translate("Models", "It is better on the videos held out.")
    if worth.gain_high < 0:
        return translate("Models", "It is worse on the videos held out.")
    return translate("Models", "The videos held out are too few to say which is better.")


def record_words(record: ModelRecord, parent: str) -> str:
    """Return when, from what and by what a model was made."""
    parts = []
    if record.made_at is not None:
        form = translate("Models", "d MMM yyyy, HH:mm", "as Qt writes dates")
        parts.append(
            translate("Models", "Made {when}.").format(when=date_words(record.made_at, form))
        )
    if record.is_default:
        parts.append(translate("Models", "Came with the program."))
    elif record.is_parent_gone:
        told = translate("Models", "Goes on from: {name}, which is gone.")
        parts.append(told.format(name=parent))
    elif record.learned_from:
        parts.append(_goes_on(parent))
    if record.learned_from:
        told = translate("Models", "Learned from {names}; measured on {held_out}.")
        nothing = translate("Models", "nothing")
        parts.append(
            told.format(
                names=names_words(record.learned_from),
                held_out=names_words(record.held_out) or nothing,
            )
        )
    n = len(record.labels)
    labels = translate("Models", "%n labels: {names}.", "", PLURAL, n)
    if n == 1:
        labels = translate("Models", "1 label: {names}.")
    if n:
        parts.append(labels.format(names=names_words(record.labels)))
    return " ".join(parts)


def new_labels_words(labels: Sequence[LabelWorth]) -> str:
    """Say which labels the parent did not know, and what "before" means then; '' for none."""
    names = tuple(one.label for one in labels if one.is_new)
    if not names:
        return ""
    told = translate(
        "Models",
        "New: {names}. Before, every suggestion counts as if somebody had named it right.",
    )
    return told.format(names=names_words(names))


def settings_words(card: ModelCard) -> str:
    """Return from which project a model learned and how it was trained; '' where nobody says."""
    parts = []
    if card.project is not None:
        told = translate("Models", "Project: {name}.")
        parts.append(told.format(name=card.project.stem))
    if card.settings:
        pairs = ", ".join(f"{name} {value}" for name, value in card.settings)
        parts.append(translate("Models", "Training: {settings}.").format(settings=pairs))
    return " ".join(parts)


def row_words(record: ModelRecord | None) -> str:
    """Return the second line of a model in the list."""
    if record is None:
        return translate("Models", "no training needed")
    if record.is_default:
        return translate("Models", "came with the program")
    form = translate("Models", "d MMM, HH:mm", "as Qt writes dates")
    when = date_words(record.made_at, form) if record.made_at else ""
    worth = worth_words(record.worth) if record.learned_from else ""
    return ", ".join(each for each in (when, worth) if each)


def clip_words(clip: ChangedClip) -> str:
    """Return what changed in a clip."""
    if clip.is_annotated:
        told = translate("Models", "{label}: score {before:.2f} → {after:.2f}")
        return told.format(label=clip.label, before=clip.before, after=clip.after)
    if clip.before and not clip.after:
        told = translate("Models", "{label}: false alarm is gone")
    elif clip.after and not clip.before:
        told = translate("Models", "{label}: new false alarm")
    else:
        told = translate("Models", "{label}: false alarm {before:.2f} → {after:.2f}")
    return told.format(label=clip.label, before=clip.before, after=clip.after)


def place_words(clip: ChangedClip) -> str:
    """Return where a clip is."""
    told = translate("Models", "{video}, {start} to {end}")
    return told.format(
        video=clip.video.name, start=clock(clip.segment.start_s), end=clock(clip.segment.end_s)
    )


def folder_words(folder: Path | None) -> str:
    """Return a model by its folder alone."""
    return translate("Models", "Cold start") if folder is None else folder.name
