"""The readers of the tools themselves read what we write; each is skipped where it is not there."""

import html
import io
import json
import warnings
from pathlib import Path

import pytest

from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.json5_text import json_from_json5
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

JUMP = ExchangedSegment("High jump", Segment(1.5, 4.25), 0.75, "good", "suggestion")
RUN = ExchangedSegment("Run", Segment(2.0, 3.04))
AGAIN = ExchangedSegment("High jump", Segment(3.0, 9.0))
VIDEO = ExchangedVideo("a.mp4", 60.0, 25.0, (JUMP, RUN, AGAIN), width_px=1280, height_px=720)
CONTENTS = Contents(
    (VIDEO,), (ExchangedLabel("High jump", "#0072b2"), ExchangedLabel("Run", "#e69f00"))
)


def peer(module):
    """Return the library of another tool; its own warnings are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(
            module, reason=f"{module} is not installed", exc_type=ImportError
        )


def written(name, variant="", contents=CONTENTS):
    return FileExchange().encode(name, contents, ExportOptions(variant=variant))


def test_pympi_reads_tiers_overlaps_and_scores(tmp_path):
    pympi = peer("pympi")
    file = tmp_path / "a.eaf"
    file.write_bytes(written("eaf")[""])
    found = pympi.Eaf(str(file))
    assert found.get_annotation_data_for_tier("High jump") == [(1500, 4250, "High jump")]
    assert found.get_annotation_data_for_tier("High jump#2") == [(3000, 9000, "High jump")]
    assert found.get_annotation_data_for_tier("Run") == [(2000, 3040, "Run")]
    (score,) = found.get_ref_annotation_data_for_tier("score@High jump")
    assert score[:3] == (1500, 4250, "0.75")
    assert found.get_linked_files()[0]["RELATIVE_MEDIA_URL"] == "./a.mp4"


@pytest.mark.parametrize(("name", "reader"), [("webvtt", "from_string"), ("srt", "from_srt")])
def test_webvtt_py_reads_the_cues(name, reader, tmp_path):
    webvtt = peer("webvtt")
    label = ExchangedSegment("a < b & c", Segment(3661.5, 3662.25))
    contents = Contents((ExchangedVideo("a.mp4", 4e3, 25.0, (label, RUN)),))
    text = written(name, contents=contents)[""].decode()
    if name == "srt":
        file = tmp_path / "a.srt"
        file.write_text(text)
        captions = webvtt.from_srt(file)
    else:
        captions = webvtt.from_string(text)
    assert [(one.start, one.end, html.unescape(one.text)) for one in captions] == [
        ("00:00:02.000", "00:00:03.040", "Run"),
        ("01:01:01.500", "01:01:02.250", "a < b & c"),
    ]


def test_label_studio_accepts_config_tasks_and_regions():
    interface = peer("label_studio_sdk.label_interface").LabelInterface
    files = written("label-studio")
    config = interface(files["labeling-config.xml"].decode())
    config.validate()
    (task,) = json.loads(files["tasks.json"])
    assert config.validate_annotation(task["annotations"][0])
    assert config.validate_prediction(task["predictions"][0], return_errors=True) == []
    strange = json.loads(json.dumps(task["annotations"][0]))
    strange["result"][0]["value"]["timelinelabels"] = ["unknown"]
    assert not config.validate_annotation(strange)


def test_datumaro_reads_the_tracks(tmp_path):
    base = peer("datumaro.plugins.data_formats.cvat.base").CvatBase
    file = tmp_path / "annotations.xml"
    file.write_bytes(written("cvat")[""])
    boxes = {
        (one.attributes["track_id"], int(item.attributes["frame"])): one
        for item in base(str(file))
        for one in item.annotations
    }
    assert sorted(boxes) == [(0, 38), (0, 106), (1, 50), (1, 76), (2, 75), (2, 225)]
    first, last = boxes[0, 38], boxes[0, 106]
    assert (first.attributes["outside"], last.attributes["outside"]) == (False, True)
    assert (first.w, first.h, first.label) == (1280.0, 720.0, 0)
    assert first.attributes["score"] in {"0.75", 0.75}


def test_kloppy_reads_the_instances():
    code = peer("kloppy.infra.serializers.code.sportscode")
    reader, inputs = code.SportsCodeDeserializer(), code.SportsCodeInputs
    found = reader.deserialize(inputs(data=io.BytesIO(written("sportscode")[""])))
    assert [
        (one.code, one.timestamp.total_seconds(), one.end_timestamp.total_seconds())
        for one in found.records
    ] == [("High jump", 1.5, 4.25), ("Run", 2.0, 3.04), ("High jump", 3.0, 9.0)]
    assert found.records[0].labels == {"Score": 0.75, "Note": "good"}


def test_json5_reads_the_project():
    json5 = peer("json5")
    found = json5.loads(written("losslesscut")[""].decode())
    assert found["cutSegments"][1] == {"start": 2.0, "end": 3.04, "name": "Run"}


def test_our_reader_agrees_with_json5():
    json5 = peer("json5")
    head = "{version:1,mediaFileName:'it\\'s \"a\".mp4',"
    for text in (
        head + "cutSegments:[{start:.5,end:+3.,name:'\\u00e9',},],}",
        "// head\n{a /* b */ : [1e3, -0.25, true, null],\n 'c d': \"x\\ny\\x41\"}",
    ):
        assert json.loads(json_from_json5(text)) == json5.loads(text)


def otio_of(name, variant, adapter, **options):
    otio = peer("opentimelineio")
    if adapter != "otio_json":
        peer({"cmx_3600": "otio_cmx3600_adapter", "fcp_xml": "otio_fcp_adapter",
              "fcpx_xml": "otio_fcpx_xml_adapter"}[adapter])  # fmt: skip
    text = written(name, variant)[""].decode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return otio, otio.adapters.read_from_string(text, adapter, **options)


def frames(span):
    return (round(span.start_time.value), round(span.duration.value))


def test_otio_reads_markers_and_highlights():
    _, timeline = otio_of("otio", "markers", "otio_json")
    (clip,) = timeline.find_clips()
    assert frames(clip.source_range) == (0, 1500)
    assert [(one.name, frames(one.marked_range)) for one in clip.markers] == [
        ("High jump", (38, 68)), ("Run", (50, 26)), ("High jump", (75, 150)),
    ]  # fmt: skip
    assert clip.markers[0].metadata["pgcn"]["score"] == 0.75
    assert clip.markers[0].comment == "good"
    _, reel = otio_of("otio", "highlights", "otio_json")
    assert [frames(one.source_range) for one in reel.find_clips()] == [
        (38, 68),
        (50, 26),
        (75, 150),
    ]
    assert reel.duration().value == 244


def test_the_cmx_3600_adapter_reads_the_cuts():
    _, timeline = otio_of("edl", "cmx3600", "cmx_3600", rate=25)
    clips = list(timeline.find_clips())
    assert [frames(one.source_range) for one in clips] == [(38, 68), (50, 26), (75, 150)]
    assert {one.name for one in clips} == {"a.mp4"}


def test_the_final_cut_adapters_read_markers_and_cuts():
    _, timeline = otio_of("premiere", "markers", "fcp_xml")
    assert [(one.name, frames(one.marked_range)) for one in timeline.tracks.markers] == [
        ("High jump", (38, 68)), ("Run", (50, 26)), ("High jump", (75, 150)),
    ]  # fmt: skip
    _, reel = otio_of("premiere", "highlights", "fcp_xml")
    assert [(one.name, frames(one.source_range)) for one in reel.find_clips()] == [
        ("High jump", (38, 68)), ("Run", (50, 26)), ("High jump", (75, 150)),
    ]  # fmt: skip
    otio, found = otio_of("fcpxml", "markers", "fcpx_xml")
    (clip,) = next(iter(found.find_children(descended_from_type=otio.schema.Timeline))).find_clips()
    assert [one.name for one in clip.markers][:1] == ["High jump"]


def test_fiftyone_reads_labels_times_and_notes(tmp_path, monkeypatch):
    """Through its importer of such folders, which needs no database."""
    monkeypatch.setenv("FIFTYONE_DO_NOT_TRACK", "true")
    importers = peer("fiftyone.utils.data.importers")
    metadata = peer("fiftyone.core.metadata").VideoMetadata
    # Its own metadata come from a program beside it; seconds become frames by them.
    known = metadata(total_frame_count=1500, duration=60.0, frame_rate=25.0)
    monkeypatch.setattr(metadata, "build_for", lambda *_args, **_more: known)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.mp4").write_bytes(b"a video")
    (tmp_path / "labels.json").write_bytes(written("fiftyone")[""])
    with importers.FiftyOneTemporalDetectionDatasetImporter(dataset_dir=str(tmp_path)) as found:
        assert found.get_dataset_info() == {"classes": ["High jump", "Run"]}
        (sample,) = found
    assert Path(sample[0]).name == "a.mp4"
    # 1 + round(seconds / 60 * 1499): how it counts, the last frame included.
    assert [(one.label, list(one.support)) for one in sample[2].detections] == [
        ("High jump", [38, 107]), ("Run", [51, 77]), ("High jump", [76, 226]),
    ]  # fmt: skip
    assert [one.confidence for one in sample[2].detections] == [0.75, None, None]
    assert sample[2].detections[0]["note"] == "good"
