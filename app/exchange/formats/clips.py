"""Each segment as a video file of its own: copied where the cut allows, else exact to the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from app.domain.errors import ExchangeError, MediaError
from app.exchange.file_names import filled
from app.exchange.format import Format, Making
from app.exchange.scenes import (
    AFTER,
    BEFORE,
    CRF,
    ORDER,
    QUALITY,
    SOUND,
    Scene,
    clock,
    left_out_words,
    required,
    scenes,
)
from app.services.exchange_values import (
    Carries,
    Contents,
    ExportOptions,
    FormatCard,
    Made,
    MadeFile,
    Setting,
)
from app.services.media import ClipMode, ClipOrder, MadeClip

CUT = Setting(
    "cut", "Cut", "auto", ("auto", "exact", "copy"),
    tip="exact encodes anew, to the frame; copy is fast and begins at the keyframe before; auto "
    "copies where that adds no more than the tolerance.",
)  # fmt: skip
TOLERANCE = Setting(
    "tolerance", "Tolerance", 0.1, high=10.0, unit="s",
    tip="What auto may add at either end of a copied clip. Nothing is ever cut off.",
)  # fmt: skip
TEMPLATE = Setting(
    "template", "File names", "{video}_{label}_{start}",
    tip="Fields: {n}, {video}, {label}, {i} (number within the label), {start}, {end}, {duration}, "
    "{score}. A / makes a folder.",
)  # fmt: skip


def outline(contents: Contents, options: ExportOptions) -> str:
    """Return the names of the clips with their times."""
    lines = [
        f"{clock(scene.start_s)} - {clock(scene.end_s)}   {name}"
        for scene, name in _named(scenes(contents, options), options)
    ]
    return "\n".join(lines)


def make(contents: Contents, options: ExportOptions, making: Making) -> Made:
    """Write every clip into the folder; those of a video that is not there are told.

    Raises:
        ExchangeError: there is no segment, or the template names what there is not.
        EngineError: the disk is full or refuses; clips that were finished stay.
        Cancelled: the person stopped it; clips that were finished stay.
    """
    named = list(_named(list(required(scenes(contents, options))), options))
    files: list[MadeFile] = []
    differences: list[str] = []
    n_copied = 0
    failed: dict[str, tuple[int, MediaError]] = {}
    for number, (scene, name) in enumerate(named):
        making.check_cancel()
        making.progress("Clips", number, len(named))
        try:
            clip = _clip(scene, name, options, making)
        except MediaError as error:
            n_before = failed.get(scene.video.name, (0, error))[0]
            failed[scene.video.name] = (n_before + 1, error)
            continue
        files.append(MadeFile(clip.file, _words(clip)))
        differences += clip.differences
        n_copied += clip.is_copied
    making.progress("Clips", len(named), len(named))
    return Made(
        tuple(files),
        tuple(left_out_words(name, n, error) for name, (n, error) in failed.items()),
        tuple(differences),
        f"{n_copied} copied, {len(files) - n_copied} encoded anew to the frame",
    )


def _clip(scene: Scene, name: str, options: ExportOptions, making: Making) -> MadeClip:
    out = making.file / f"{name}.mp4"
    _make_folder(out.parent)
    order = ClipOrder(
        video=scene.path,
        start_s=scene.start_s,
        end_s=scene.end_s,
        out=out,
        mode=cast("ClipMode", options.text(CUT)),
        tolerance_s=options.number(TOLERANCE),
        crf=CRF[options.text(QUALITY)],
        has_sound=options.is_on(SOUND),
        marks={"title": scene.one.label, "comment": _comment(scene)},
    )
    return making.tools.shop.clip(order, progress=making.heed_cancel, cancel=making.cancel)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExchangeError(
            f"The folder {folder} cannot be made: {(error.strerror or str(error)).lower()}.",
            "Choose another one.",
        ) from error


def _comment(scene: Scene) -> str:
    segment = scene.one.segment
    where = f"{scene.video.name}, {clock(segment.start_s)} - {clock(segment.end_s)}"
    return ". ".join(part for part in (where, " ".join(scene.one.note.split())) if part)


def _words(clip: MadeClip) -> str:
    if not clip.is_copied:
        return f"exact, {clip.duration_s:.2f} s, {clip.n_frames} frames"
    extra = [
        f"{seconds:.2f} s {words}"
        for seconds, words in ((clip.earlier_s, "earlier"), (clip.later_s, "later"))
        if seconds > 0.005
    ]
    added = f", {' and '.join(extra)}" if extra else ""
    return f"copied, {clip.duration_s:.2f} s, {clip.n_frames} frames{added}"


def _named(found: list[Scene], options: ExportOptions) -> Iterator[tuple[Scene, str]]:
    """Yield every scene with its name; names that fall together are counted."""
    width = max(len(str(len(found))), 2)
    of_label: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for number, scene in enumerate(found, 1):
        of_label[scene.one.label] += 1
        values = _values(scene) | {
            "n": f"{number:0{width}}",
            "i": f"{of_label[scene.one.label]:0{width}}",
        }
        name = filled(options.text(TEMPLATE), values)
        # Windows and macOS do not tell capitals apart.
        taken[name.casefold()] += 1
        count = taken[name.casefold()]
        yield scene, name if count == 1 else f"{name} ({count})"


def _values(scene: Scene) -> dict[str, str]:
    segment, score = scene.one.segment, scene.one.score
    return {
        "video": Path(scene.video.name).stem,
        "label": scene.one.label,
        "start": clock(segment.start_s, "-"),
        "end": clock(segment.end_s, "-"),
        "duration": f"{segment.duration_s:.2f}",
        "score": "" if score is None else f"{score:.3f}",
    }


FORMAT = Format(
    FormatCard(
        id="clips",
        name="Clips (one video file per segment)",
        summary="Each segment as a video of its own, with sound. No file is replaced.",
        suffixes=(".mp4",),
        carries=Carries(layers=True, scores=True, notes=True, origin_scores=True),
        direction="out",
        is_folder=True,
        is_media=True,
        settings=(CUT, TOLERANCE, TEMPLATE, BEFORE, AFTER, ORDER, QUALITY, SOUND),
    ),
    make=make,
    outline=outline,
)
