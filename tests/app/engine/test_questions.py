"""Questions about runs in a process of their own: answers, failures, giving way, the end."""

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Cancelled, EngineError
from app.domain.segment import Segment
from app.engine.process import ProcessExplainer
from app.services.explaining import (
    LiveScore,
    ModelFacts,
    RunCase,
    ScoreQuestion,
    Standing,
    WhyQuestion,
)
from tests.factories import make_evidence, make_graph


class Scripted:
    """Answers by the label it is asked about; counts the cases it was given."""

    def __init__(self) -> None:
        self.cases: list[str] = []

    def take(self, case):
        self.cases.append(case.run_id)

    def answer(self, question, cancel):
        if isinstance(question, ScoreQuestion):
            return LiveScore(np.array([question.segment.end_s]))
        if question.label == "gone":
            raise EngineError("The features are gone.", "Analyse again.")
        if question.label == "crash":
            os._exit(11)
        if question.label == "deaf":
            time.sleep(60)
        while question.label == "long" and not cancel.is_set():
            time.sleep(0.01)
        if cancel.is_set():
            raise Cancelled
        return Standing(float(len(self.cases)), float(os.getpid()))

    def check(self, folder):
        return ModelFacts(folder, folder.name, ("a",), ("rgb",))


def case(run_id="run-1"):
    return RunCase(run_id, "{}", make_graph(), make_evidence())


def never():
    return False


@pytest.fixture(scope="module")
def explainer():
    made = ProcessExplainer(Scripted)
    yield made
    made.close()


def test_a_case_crosses_once_for_all_its_questions(explainer):
    first = case("one")
    counts = [explainer.answer(first, WhyQuestion(0, "x"), never).inside for _ in range(3)]
    assert len(set(counts)) == 1
    other = explainer.answer(case("two"), WhyQuestion(0, "x"), never).inside
    assert other == counts[0] + 1
    assert explainer.answer(first, WhyQuestion(0, "x"), never).inside == other + 1


def test_a_live_score_tells_how_long_it_took(explainer):
    explainer.answer(case(), WhyQuestion(0, "x"), never)
    found = explainer.answer(case(), ScoreQuestion(0, Segment(1.0, 2.5)), never)
    assert found.scores.tolist() == [2.5]
    assert 0 < found.took_s < 5


def test_named_failures_come_through(explainer):
    with pytest.raises(EngineError, match="features are gone") as caught:
        explainer.answer(case(), WhyQuestion(0, "gone"), never)
    assert caught.value.next_step == "Analyse again."


def test_what_gives_way_leaves_the_child_alive(explainer):
    before = explainer.answer(case(), WhyQuestion(0, "x"), never).around
    with pytest.raises(Cancelled):
        explainer.answer(case(), WhyQuestion(0, "long"), lambda: True)
    assert explainer.answer(case(), WhyQuestion(0, "x"), never).around == before


def test_a_crash_costs_one_question(explainer):
    with pytest.raises(EngineError, match="ended unexpectedly while it looked at a run"):
        explainer.answer(case(), WhyQuestion(0, "crash"), never)
    assert explainer.answer(case(), WhyQuestion(0, "x"), never).inside == 1.0


def test_closing_does_not_wait_for_an_answer(explainer):
    explainer.answer(case(), WhyQuestion(0, "x"), never)
    failures: list[BaseException] = []
    begun = threading.Event()

    def listen():
        begun.set()
        return False

    def ask():
        try:
            explainer.answer(case(), WhyQuestion(0, "deaf"), listen)
        except Cancelled as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert begun.wait(30)
    explainer.close()
    thread.join(30)
    assert len(failures) == 1
    assert explainer.answer(case(), WhyQuestion(0, "x"), never).inside == 1.0


def test_a_renewed_worker_serves_the_next_question(explainer):
    before = explainer.answer(case(), WhyQuestion(0, "x"), never).around
    explainer.renew(Scripted)
    after = explainer.answer(case(), WhyQuestion(0, "x"), never)
    assert after.around != before
    assert after.inside == 1.0


def test_models_are_looked_at_there_too(explainer):
    assert explainer.check(Path("mine"), never).name == "mine"
