"""Files as the tools themselves write them, with what ours never hold."""

import json

import numpy as np
import pytest

from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.exchange.format import Incoming
from app.exchange.registry import FORMATS
from app.services.exchange_values import (
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

KNOWN = ExchangedVideo("a.mp4", 60.0, 25.0, ())


def read(name, text, *, file="a.x", known=(KNOWN,), fps=0.0):
    data = text.encode() if isinstance(text, str) else json.dumps(text).encode()
    options = ExportOptions(fps=fps)
    return FORMATS[name].decode(Incoming(file, data, {}, known, options))


def said(contents):
    return [
        (video.name, one.label, one.segment.start_s, one.segment.end_s)
        for video in contents.videos
        for one in video.segments
    ]


def via(z, value, attribute):
    return {
        "project": {"vid_list": ["1"]},
        "config": {},
        "attribute": {"1": {"anchor_id": "FILE1_Z2_XY0", "desc": "", **attribute}},
        "file": {"1": {"fid": "1", "fname": "a b.mp4", "type": 4, "loc": 1, "src": ""}},
        "metadata": {"1_93XCwy60": {"vid": "1", "flg": 0, "z": z, "xy": [], "av": {"1": value}}},
        "view": {"1": {"fid_list": ["1"]}},
    }


@pytest.mark.parametrize(
    ("attribute", "value", "labels"),
    [
        ({"aname": "T", "type": 4, "options": {"default": "Default"}}, "Jump", ["Jump"]),
        ({"aname": "T", "type": 4, "options": {"0": "run", "1": "jump"}}, "1", ["jump"]),
        ({"aname": "T", "type": 2, "options": {"0": "run", "1": "jump"}}, "0,1", ["run", "jump"]),
        ({"aname": "T", "type": 1, "options": {}}, "a, b", ["a, b"]),
    ],
    ids=["value of its own", "select", "checkbox", "text"],
)
def test_via_attributes_of_every_kind(attribute, value, labels):
    contents = read("via3", via([3.5, 9.25], value, attribute))
    assert said(contents) == [("a b.mp4", label, 3.5, 9.25) for label in labels]


def test_via_leaves_stills_and_boxes_and_counts_what_has_no_label():
    select = {"aname": "T", "type": 4, "options": {"0": "run"}}
    assert read("via3", via([3.5], "0", select)).videos[0].n_unusable == 0
    assert read("via3", via([3.5, 4], "", select)).videos[0].n_unusable == 1
    assert read("via3", via([4, 4], "0", select)).videos[0].n_unusable == 1


STUDIO = [
    {
        "id": 7, "file_upload": "x-a.mp4", "data": {"video": "/data/upload/1/a.mp4"},
        "annotations": [
            {"was_cancelled": True, "result": [{"type": "timelinelabels", "value": {
                "ranges": [{"start": 1, "end": 2}], "timelinelabels": ["No"]}}]},
            {"was_cancelled": False, "result": [
                {"type": "choices", "value": {"choices": ["x"]}},
                {"type": "timelinelabels", "value": {
                    "ranges": [{"start": 97, "end": 294}], "timelinelabels": ["Diving"]}}]},
        ],
        "predictions": [],
    }
]  # fmt: skip


def test_label_studio_counts_from_one_at_the_declared_rate():
    assert said(read("label-studio", STUDIO, fps=24.0)) == [("a.mp4", "Diving", 4.0, 12.25)]
    assert said(read("label-studio", STUDIO)) == [("a.mp4", "Diving", 3.84, 11.76)]
    with pytest.raises(ExchangeError, match="frame rate"):
        read("label-studio", STUDIO, known=())
    with pytest.raises(ExchangeError, match="not a list of tasks"):
        read("label-studio", "{}")


CVAT = """<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><meta><job><id>1</id><size>300</size><labels><label>
<name>Diving</name><color>#33ddff</color></label></labels></job></meta>
<track id="0" label="Diving" source="manual">
<box frame="96" keyframe="1" outside="0" occluded="0" xtl="1" ytl="2" xbr="3" ybr="4" z_order="0"/>
<box frame="150" keyframe="1" outside="0" occluded="0" xtl="9" ytl="2" xbr="30" ybr="4"/>
<box frame="200" keyframe="1" outside="1" occluded="0" xtl="1" ytl="2" xbr="3" ybr="4"/>
<polygon frame="290" keyframe="1" outside="0" occluded="0" points="1,2;3,4;5,6"/>
</track></annotations>"""


def test_cvat_runs_of_a_track_are_segments_and_an_open_one_lasts_to_the_end():
    contents = read("cvat", CVAT)
    assert said(contents) == [("a.mp4", "Diving", 3.84, 8.0), ("a.mp4", "Diving", 11.6, 12.0)]
    assert contents.labels == (ExchangedLabel("Diving", "#33ddff"),)
    times_s = np.arange(300) ** 2 / 1000.0
    known = ExchangedVideo("a.mp4", 90.0, 3.3, (), frame_times_s=lambda: times_s)
    assert said(read("cvat", CVAT, known=(known,)))[0][2:] == (9.216, 40.0)
    with pytest.raises(ExchangeError, match="frame rate"):
        read("cvat", CVAT, known=())
    with pytest.raises(ExchangeError, match="not a frame number"):
        read("cvat", CVAT.replace('frame="96"', 'frame="9.5"'))
    with pytest.raises(ExchangeError, match="CVAT for images"):
        read("cvat", "<annotations><image id='0'/></annotations>")


EAF = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="" FORMAT="3.0" VERSION="3.0">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MIME_TYPE="video/mp4"
 MEDIA_URL="file:///C:/clips/my%20game.mp4"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/>
<TIME_SLOT TIME_SLOT_ID="ts3"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="4000"/></TIME_ORDER>
<TIER TIER_ID="Dive" LINGUISTIC_TYPE_REF="default-lt">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
<ANNOTATION_VALUE></ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
<ANNOTATION_VALUE>twist</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="words" PARENT_REF="Dive" LINGUISTIC_TYPE_REF="w"><ANNOTATION><REF_ANNOTATION
 ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>x</ANNOTATION_VALUE></REF_ANNOTATION>
</ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""


def test_elan_tiers_slots_without_time_and_what_depends_on_others():
    contents = read("eaf", EAF)
    assert said(contents) == [
        ("my game.mp4", "Dive", 1.0, 2.0),
        ("my game.mp4", "twist", 3.0, 4.0),
    ]
    assert contents.remarks == ("1 annotations that depend on others were passed over.",)
    with pytest.raises(ExchangeError, match="no time slot 'ts9'"):
        read("eaf", EAF.replace('REF2="ts2"', 'REF2="ts9"'))


TABULAR = (
    "Observation id\tSource\tSubject\tBehavior\tModifier #1\tBehavior type\tTime\tMedia file name\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tRun\tfast\tSTART\t1.000\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tRun\tslow\tSTART\t1.500\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tRun\tslow\tSTOP\t2.500\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tWhistle\t\tPOINT\t2.700\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tRun\tfast\tSTOP\t3.000\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tRun\tfast\tSTOP\t4.000\tNA\n"
    "obs\tplayer #1:C:\\v\\a.mp4\tNo focal subject\tJump\t\tSTART\t5.000\tNA\n"
)


def test_boris_pairs_by_modifiers_and_tells_odd_edges():
    contents = read("boris", TABULAR)
    assert said(contents) == [("a.mp4", "Run", 1.5, 2.5), ("a.mp4", "Run", 1.0, 3.0)]
    assert contents.videos[0].n_unusable == 1
    assert contents.remarks == (
        "Run stops at 4.000 s and starts nowhere.",
        "Jump starts at 5.000 s and stops nowhere.",
    )
    with pytest.raises(ExchangeError, match="Line 4"):
        read("boris", TABULAR.replace("2.500", "2,500x"))


def test_boris_commas_and_what_was_never_measured():
    text = (
        "Observation id,Behavior,Behavior type,Start (s),Stop (s),Media file name\n"
        'o,"Run, far",STATE,1.0,2.0,/v/a.mp4\no,Whistle,POINT,3.0,3.0,a.mp4\n'
        "o,Sit,STATE,NA,NA,a.mp4\n"
    )
    contents = read("boris", text)
    assert said(contents) == [("a.mp4", "Run, far", 1.0, 2.0)]
    assert contents.videos[0].n_unusable == 2


def test_fiftyone_frames_are_true_ones_from_one_with_the_last():
    text = {"classes": ["Dive"], "labels": {"a": [{"label": 0, "support": [2, 3]}], "b": None}}
    times_s = np.array([0.0, 0.5, 0.6, 2.0, 2.1])
    known = ExchangedVideo("a.mp4", 2.2, 25.0, (), frame_times_s=lambda: times_s)
    assert said(read("fiftyone", text, known=(known,))) == [("a", "Dive", 0.5, 2.0)]
    with pytest.raises(ExchangeError, match="frame rate"):
        read("fiftyone", text, known=())


def test_vidat_local_videos_are_named_as_the_file():
    video = {
        "src": "blob:http://x/1",
        "fps": 10,
        "frames": 9,
        "duration": 2,
        "height": 1,
        "width": 1,
    }
    action = {"start": 1, "end": 1.5, "action": 3, "object": 0, "color": "", "description": ""}
    unfinished = {**action, "end": None}
    text = {
        "version": "2.0.11",
        "annotation": {"video": video, "actionAnnotationList": [action, unfinished]},
        "config": {
            "actionLabelData": [{"id": 3, "name": "Jump", "color": "#00FF00", "objects": [0]}]
        },
    }
    contents = read("vidat", text, file="clip.json", known=())
    assert said(contents) == [("clip", "Jump", 1.0, 1.5)]
    assert contents.videos[0].n_unusable == 1
    assert contents.labels == (ExchangedLabel("Jump", "#00ff00"),)


def test_soccernet_spots_of_both_halves_become_a_second_long():
    spot = {"label": "Goal", "team": "home", "visibility": "visible"}
    text = {
        "UrlLocal": "england_epl/2014-2015/2015-02-21 - 18-00 Chelsea 1 - 1 Burnley",
        "annotations": [
            {**spot, "gameTime": "1 - 06:35", "position": "395728"},
            {**spot, "gameTime": "2 - 00:01", "position": "1500"},
        ],
    }
    contents = read("soccernet", text)
    assert said(contents) == [
        ("1_720p.mkv", "Goal", 395.728, 396.728),
        ("2_720p.mkv", "Goal", 1.5, 2.5),
    ]
    assert contents.remarks == ("2 spots have no end; each became one second long.",)
    halves = (ExchangedVideo("1_HQ.mkv", 60, 25, ()), ExchangedVideo("2_HQ.mkv", 60, 25, ()))
    assert [one.name for one in read("soccernet", text, known=halves).videos] == [
        "1_HQ.mkv",
        "2_HQ.mkv",
    ]


def test_losslesscut_json5_markers_and_tables():
    text = (
        "{\n  version: 2,\n  mediaFileName: 'a\\'s.mp4', // mine\n  cutSegments: [\n"
        "    { start: 0, end: 4.25, name: 'Run', selected: true, },\n"
        "    { start: 5, name: 'marker' },\n    { start: 6, end: 7, name: '' },\n  ],\n}\n"
    )
    contents = read("losslesscut", text, file="a-proj.llc")
    assert said(contents) == [("a's.mp4", "Run", 0.0, 4.25)]
    assert contents.videos[0].n_unusable == 2
    assert said(read("losslesscut", ',1.5,Run\n2,,marker\n3,4,"a, b"\n', file="a.csv")) == [
        ("a.mp4", "Run", 0.0, 1.5),
        ("a.mp4", "a, b", 3.0, 4.0),
    ]
    with pytest.raises(ExchangeError, match="Line 2"):
        read("losslesscut", "1,2,x\n1,zwei,x\n", file="a.csv")


def test_x_anylabeling_sidecars():
    text = {
        "version": "4.0.0", "type": "video_classification", "video": "a.mp4", "fps": 25.0,
        "duration_ms": 60000, "labels": ["Run", "Sit"],
        "segments": [{"id": "s1", "label": "Run", "start_ms": 40, "end_ms": 1040,
                      "start_frame": 1, "end_frame": 26, "description": None}],
    }  # fmt: skip
    contents = read("x-anylabeling", text)
    assert said(contents) == [("a.mp4", "Run", 0.04, 1.04)]
    assert [one.name for one in contents.labels] == ["Run", "Sit"]


def test_subtitles_with_heads_styles_settings_tags_and_short_times():
    vtt = (
        "\ufeffWEBVTT - title\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n"
        "NOTE a --note\r\n\r\nintro\r\n00:01.000 --> 00:02.500 line:0 align:start\r\n"
        "<v Anna><b>Run</b> &amp; jump\r\nfar\r\n\r\n01:00:00.000 --> 01:00:00.000\r\nnothing\r\n"
    )
    contents = read("webvtt", vtt)
    assert said(contents) == [("a.mp4", "Run & jump far", 1.0, 2.5)]
    assert contents.videos[0].n_unusable == 1
    srt = "1\n00:00:01,5 --> 00:00:02,25\nRun\n\n2\r\n00:00:03,000 --> 00:00:04,000\r\nSit\r\n"
    assert said(read("srt", srt)) == [("a.mp4", "Run", 1.5, 2.25), ("a.mp4", "Sit", 3.0, 4.0)]
    with pytest.raises(ExchangeError, match="Line 2"):
        read("srt", "1\n00:00:01 -> 00:00:02\nRun\n")
    with pytest.raises(ExchangeError, match="not WEBVTT"):
        read("webvtt", srt)


def test_sportscode_labels_without_groups_and_times_without_points():
    xml = (
        "<file><SORT_INFO/><ALL_INSTANCES><instance><ID>1</ID><start>62</start><end>68.5</end>"
        "<code>Pass</code><label><group>Player</group><text>N. Keita</text></label>"
        "<label><text>build-up</text></label></instance></ALL_INSTANCES><ROWS><row>"
        "<code>Pass</code><R>65535</R><G>257</G><B>0</B></row></ROWS></file>"
    )
    contents = read("sportscode", xml)
    assert said(contents) == [("a.mp4", "Pass", 62.0, 68.5)]
    assert contents.labels == (ExchangedLabel("Pass", "#ff0100"),)
    with pytest.raises(ExchangeError, match="instance '1' has not two times"):
        read("sportscode", xml.replace("68.5", "later"))


def test_coco_style_ids_must_be_there():
    text = {
        "videos": [{"id": "v9", "file_name": "clips/a.mp4"}],
        "categories": [{"id": 5, "name": "Run"}],
        "annotations": [{"id": 1, "video_id": "v9", "category_id": 5, "segment": [1, 2.5]}],
    }
    assert said(read("coco-style", text)) == [("a.mp4", "Run", 1.0, 2.5)]
    text["annotations"][0]["category_id"] = 6
    with pytest.raises(ExchangeError, match="annotations > 0"):
        read("coco-style", text)


def test_a_label_with_a_comma_is_one_keyword_of_final_cut():
    one = ExchangedSegment("Wurf, hoch", Segment(0.0, 1001 / 30000))
    contents = Contents((ExchangedVideo("a.mp4", 9.0, 30000 / 1001, (one,)),))
    text = FileExchange().encode("fcpxml", contents, ExportOptions())[""].decode()
    assert '<keyword start="0s" duration="1001/30000s" value="Wurf; hoch" />' in text
    assert '<marker start="0s" duration="1001/30000s" value="Wurf, hoch" />' in text
    assert 'frameDuration="1001/30000s"' in text


def test_boxes_stills_and_whole_videos_are_passed_over_and_counted():
    project = via([1.0, 2.0], "0", {"aname": "action", "type": 4, "options": {"0": "jump"}})
    box = {"vid": "1", "flg": 0, "z": [1.0], "xy": [2, 0, 0, 9, 9], "av": {}}
    project["metadata"] |= {"1_a": box, "1_b": box | {"z": [], "xy": []}}
    contents = read("via3", project)
    assert said(contents) == [("a b.mp4", "jump", 1.0, 2.0)]
    told = "2 annotations of something else than a stretch of time passed over."
    assert contents.remarks == (told,)
    task = {"data": {"video": "a.mp4"}, "annotations": [{"result": [{"type": "videorectangle"}]}]}
    (remark,) = read("label-studio", [task]).remarks
    assert remark == "1 annotation of something else than a stretch of time passed over."
