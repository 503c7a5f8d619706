"""Builds the program from its rooms: the only file that knows them all.

Qt is imported where the window is built, so that the headless verbs run without a screen.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import paths
from app.config.logs import start_logging
from app.config.settings import load_settings
from app.domain.errors import ProjectError, StudioError
from app.domain.places import is_on_server, project_place
from app.domain.project import PROJECT_SUFFIX, VIDEO_SUFFIXES
from app.engine.composer import EngineComposer
from app.engine.evaluation_process import ProcessEvaluator
from app.engine.evaluator import EngineEvaluator
from app.engine.fine_tuner import EngineFineTuner
from app.engine.frames import EngineFrames
from app.engine.localizer import EngineLocalizer
from app.engine.media import EngineMedia
from app.engine.model_registry import EngineModelRegistry
from app.engine.models import EngineModels
from app.engine.proxies import EngineProxies
from app.engine.survey import EngineSurvey
from app.exchange.files import FileExchange
from app.services.demo_loop import LoopParts
from app.services.evaluating import Evaluator, LearnedBy, learned_in
from app.services.explaining import Explainer, ModelShelf
from app.services.exporting import export_project
from app.services.fine_tuning import FineTuner
from app.services.media import MediaTools, Painter
from app.services.model_registry import ModelRegistry
from app.services.ports import (
    Exchange,
    FrameSource,
    Localizer,
    ProjectStore,
    ProxyShop,
    VideoSurvey,
)
from app.services.projects import ProjectService, with_suffix
from app.storage.files import SqliteProjectFiles
from app.storage.places import ProjectPlaces
from app.storage.server import ServerProjects

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from app.ui.main_window import MainWindow
    from app.ui.stage import Stage

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What window and headless verbs are made of.

    Attributes:
        warnings: A sentence for each of the person's settings that could not be used.
    """

    projects: ProjectService
    frames: FrameSource
    localizer: Localizer
    exchange: Exchange
    survey: VideoSurvey
    proxies: ProxyShop
    explainer: Explainer
    models: ModelShelf
    registry: ModelRegistry
    fine_tuner: FineTuner
    warnings: tuple[str, ...] = ()


def build_parts() -> Parts:
    """Build everything below the window."""
    start_logging(paths.log_dir())
    loaded = load_settings(paths.settings_file())
    for warning in loaded.warnings:
        _log.warning("%s", warning)
    proxies = EngineProxies(paths.cache_dir() / "proxies")
    frames = EngineFrames(proxies, try_hardware=loaded.settings.hardware_decoding == "auto")
    checkpoints = paths.data_dir() / "checkpoints"
    folder = paths.data_dir() / "servers"
    models = EngineModels(
        loaded.settings, paths.settings_file(), paths.cache_dir() / "features", checkpoints
    )
    return Parts(
        projects=ProjectService(
            ProjectPlaces(SqliteProjectFiles(), ServerProjects(folder, paths.video_root())), frames
        ),
        frames=frames,
        localizer=models.localizer,
        exchange=FileExchange(MediaTools(EngineMedia(frames), _painter, models.localizer), frames),
        survey=EngineSurvey(paths.cache_dir() / "surveys"),
        proxies=proxies,
        explainer=models.explainer,
        models=models,
        registry=EngineModelRegistry(models, checkpoints),
        fine_tuner=models.fine_tuner,
        warnings=loaded.warnings,
    )


def _painter() -> Painter:
    """Return who paints cards and sheets; only then is Qt needed without a window."""
    from app.ui.painting import QtPainter  # noqa: PLC0415 - Qt

    return QtPainter()


def make_evaluator() -> Evaluator:
    """Return what measures runs, in the calling thread."""
    return EngineEvaluator()


def lineage(parts: Parts) -> LearnedBy:
    """Return what knows from which videos a model of this machine has learned."""

    def learned(model: str) -> frozenset[str]:
        # Read when it is asked: models come and go while the window is open.
        return learned_in(parts.registry.records())(model)

    return learned


def loop_parts(parts: Parts, background: Sequence[str]) -> LoopParts:
    """Return what the loop is made of; ``background`` names folders of clips without a label.

    It begins with the cold start whatever model is in use, so that its figures can be had again.
    """
    chosen = load_settings(paths.settings_file()).settings
    cache = paths.cache_dir() / "features"
    tuner = EngineFineTuner(cache, device=chosen.device, flow=chosen.flow)

    def localizer_with(model: Path) -> Localizer:
        return EngineLocalizer(cache, device=chosen.device, flow=chosen.flow, checkpoint=model)

    cold = EngineLocalizer(cache, device=chosen.device, flow=chosen.flow)
    return LoopParts(parts.projects, cold, EngineComposer(background), tuner, localizer_with)


def project_file(named: Path) -> Path:
    """Return the file that a person means by a name whose suffix may be left out."""
    place = project_place(named)
    return place if is_on_server(place) or place.exists() else with_suffix(place)


@contextmanager
def opened(
    parts: Parts, project: Path, *, create: bool = False, writes: bool = False
) -> Iterator[ProjectStore]:
    """Open a project file for a headless verb; make it when it is new and ``create`` says so.

    Its suffix may be left out, as when it was made.

    Raises:
        ProjectError: it cannot be opened, or can only be read and ``writes`` says that will not do.
    """
    project = project_file(project)
    make = create and not is_on_server(project) and not project.exists()
    store = parts.projects.create(project) if make else parts.projects.open(project)
    try:
        if writes and store.read_only_reason:
            raise ProjectError(store.read_only_reason, "Nothing was changed.")
        yield store
    finally:
        store.close()


def build_window(parts: Parts) -> MainWindow:
    """Build the window; a QApplication must exist."""
    from app.ui.analysis import AnalysisController  # noqa: PLC0415 - Qt
    from app.ui.collector import Collector  # noqa: PLC0415 - Qt
    from app.ui.document import Document  # noqa: PLC0415 - Qt
    from app.ui.language import chosen_language, speak  # noqa: PLC0415 - Qt
    from app.ui.library.thumbnails import Thumbnails  # noqa: PLC0415 - Qt
    from app.ui.main_window import MainWindow  # noqa: PLC0415 - Qt
    from app.ui.preferences import Preferences  # noqa: PLC0415 - Qt
    from app.ui.review.strip_feed import StripFeed  # noqa: PLC0415 - Qt
    from app.ui.theme import apply_theme  # noqa: PLC0415 - Qt

    preferences = Preferences(paths.config_dir() / "window.ini")
    speak(chosen_language(preferences.language))
    apply_theme(preferences.theme)
    document = Document(parts.projects, parts.frames, parts.exchange)
    analysis = AnalysisController(document, parts.localizer, preferences)
    window = MainWindow(
        document, analysis, preferences, Thumbnails(parts.frames), proxies=parts.proxies
    )
    window.take_feed(StripFeed(document, parts.frames, parts.survey, window.timeline))
    window.evaluation.take(ProcessEvaluator(EngineEvaluator), lineage(parts))
    window.take_engine(parts.explainer, parts.frames)
    window.models.take(parts.models, parts.registry, parts.fine_tuner)
    document.setParent(window)
    analysis.setParent(window)
    Collector(document)
    for warning in parts.warnings:
        window.notices.problem(warning, "")
    return window


def show_window(to_open: Sequence[Path]) -> int:
    """Show the window until the person closes it; return the exit code."""
    qapp = _application()
    stage = make_stage(build_parts())
    stage.show().open_paths(list(to_open))
    # What is there from the start stays. Looked through again and again for garbage, it would hold
    # the window up whenever a thread reads a large project.
    gc.freeze()
    return qapp.exec()


def show_demo(videos: Sequence[Path], output: Path | None) -> int:
    """Show the sample project, or a project of ``videos``; return the exit code.

    Args:
        videos: Files to run on; the sample footage when empty.
        output: Write detections and a picture of the window here and end; None leaves it open.

    Raises:
        StudioError: there is no sample footage.
    """
    from app.ui.capture import Capture  # noqa: PLC0415 - Qt

    project, footage = _demo_project(videos)
    qapp = _application()
    parts = build_parts()
    stage = make_stage(parts)
    window = stage.show()
    window.open_paths([project, *footage])
    if output is None:
        return qapp.exec()
    capture = Capture(window, output)
    code = qapp.exec()
    with opened(parts, project) as store:
        found = export_project(
            store, parts.exchange, "activitynet-results", output / "detections.json"
        )
    sys.stdout.write(f"{found} detections: {output / 'detections.json'}\n")
    sys.stdout.write(f"picture of the window: {capture.picture}\n")
    return code or capture.exit_code


def _demo_project(videos: Sequence[Path]) -> tuple[Path, list[Path]]:
    """Return the project file of the demo, made when it is new, and the footage for it."""
    samples = paths.data_dir() / "samples"
    footage = [path.absolute() for path in videos] or sorted(
        path for path in samples.glob("*") if path.suffix.lower() in VIDEO_SUFFIXES
    )
    if not footage:
        raise StudioError(
            "There is no sample footage on this machine.",
            "Run: python3 packaging/studio.py run, or name a video of your own.",
        )
    name = footage[0].stem if videos else "sample"
    project = paths.data_dir() / "projects" / f"{name}{PROJECT_SUFFIX}"
    if not project.exists():
        project.parent.mkdir(parents=True, exist_ok=True)
        SqliteProjectFiles().create(project).close()
    return project, footage


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - Qt

    qapp = QApplication(sys.argv[:1])
    qapp.setApplicationName("PGCN Studio")
    qapp.setDesktopFileName("pgcn-studio")
    return qapp


def make_stage(parts: Parts) -> Stage:
    """Return what shows the window; a QApplication must exist."""
    from app.ui.stage import Stage  # noqa: PLC0415 - Qt

    def build() -> MainWindow:
        window = build_window(parts)
        _tell_bugs(window)
        return window

    return Stage(build)


def _tell_bugs(window: MainWindow) -> None:
    """Log what nobody caught and tell the person; the window goes on."""
    from app.ui.dialogs.crash import show_crash  # noqa: PLC0415 - Qt

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("not caught", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            show_crash(error, paths.log_dir(), window)

    sys.excepthook = tell
