"""The hand-labelled truth of commitments: its form, its promised counts and its hold on the plan documents."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from truth.expand import SPAN_LISTS, UnusableInputError, cut, digest, expand, expand_files, main, plan_folder

TRUTH = Path(__file__).parent / "truth" / "commitments"
SALT = "gangmu-commitments-7"
FILES = {
    "A": "lvyuan-outline.txt",
    "F": "lvyuan-framework.txt",
    "B": "sample-11th-national.txt",
    "C": "sample-software-from-pdf.txt",
    "E": "sample-environment-glued.txt",
}
AT_LEAST = {"A": 150, "F": 30, "B": 80, "C": 44, "E": 40}
KINDS = ["indicator", "quantity", "date", "project", "mechanism", "system", "prohibition", "cap"]
# The documents hold no more than 13 sentences with an indicator's target; every one of them is here.
KIND_FLOOR = dict.fromkeys(KINDS, 15) | {"indicator": 13}
# Of the clauses with a strive word these 12 are labelled strive; every binding one that could be is here.
STRENGTH_FLOOR = {"must": 15, "will": 15, "strive": 12, "explore": 15, None: 50}
BOUNDS = {"=", ">=", "<=", "~", "range", "delta+", "delta-"}
FIELDS = {
    *("id", "doc", "file", "line", "start", "end", "digest", "drawn", "split", "binding", "strength", "kinds"),
    *("quantities", "systems", "projects", "context_project", "mechanisms", "subject", "places", "organisations"),
    *("acts", "doubt"),
}
OPTIONAL = {"end_line", "why"}
DOUBTABLE = {*KINDS, "binding", "strength", "subject", "places", "organisations", "acts"}

Row = dict[str, Any]


def load(name: str) -> list[Row]:
    return [json.loads(line) for line in (TRUTH / name).read_text(encoding="utf-8").splitlines()]


TUNE, UNSEEN, SECOND = load("tune.jsonl"), load("unseen.jsonl"), load("second.jsonl")
FIRST = TUNE + UNSEEN
EVERY = FIRST + SECOND


@pytest.fixture(scope="module")
def documents() -> dict[str, list[str]]:
    folder = plan_folder()
    if not folder.is_dir():
        reason = "the plan documents are absent: set GANGMU_SHARED to the folder that holds plan/"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return {name: (folder / name).read_text(encoding="utf-8").split("\n") for name in FILES.values()}


def test_every_row_has_the_agreed_fields_and_values() -> None:
    for row in EVERY:
        assert FIELDS <= set(row) <= FIELDS | OPTIONAL, row["id"]
        assert FILES[row["doc"]] == row["file"], row["id"]
        assert row["id"] == f"{row['doc']}-{row['digest'][:8]}"
        assert row["drawn"] in {"random", "chosen"}, row["id"]
        assert row["binding"] in {True, False}, row["id"]
        assert row["kinds"] == [kind for kind in KINDS if kind in row["kinds"]], row["id"]
        assert set(row["doubt"]) <= DOUBTABLE, row["id"]
        for quantity in row["quantities"]:
            assert set(quantity) == {"number", "unit", "bound"}, row["id"]
            assert quantity["bound"] in BOUNDS, row["id"]
            low, _, high = quantity["number"].partition("-")
            assert float(low) >= 0, row["id"]
            assert not high or float(high) > float(low), row["id"]


def test_kinds_agree_with_the_lists() -> None:
    for row in EVERY:
        assert ("quantity" in row["kinds"]) == bool(row["quantities"]), row["id"]
        assert ("system" in row["kinds"]) == bool(row["systems"]), row["id"]
        assert ("mechanism" in row["kinds"]) == bool(row["mechanisms"]), row["id"]
        assert ("project" in row["kinds"]) == bool(row["projects"] or row["context_project"]), row["id"]
        assert "indicator" not in row["kinds"] or row["quantities"], row["id"]


def test_a_sentence_that_does_not_bind_has_empty_labels() -> None:
    for row in EVERY:
        if row["binding"]:
            assert row["strength"] in {"must", "will", "strive", "explore"}, row["id"]
        else:
            assert row["strength"] is row["context_project"] is row["subject"] is None, row["id"]
            for name in ("kinds", "quantities", "acts", *SPAN_LISTS):
                assert row[name] == [], (row["id"], name)


def test_split_is_the_hash_of_the_id() -> None:
    for rows, split in ((TUNE, "tune"), (UNSEEN, "unseen")):
        for row in rows:
            to_tune = int(hashlib.sha256((SALT + row["id"]).encode()).hexdigest(), 16) % 100 < 60
            assert row["split"] == split == ("tune" if to_tune else "unseen"), row["id"]
    assert 0.57 <= len(TUNE) / len(FIRST) <= 0.63


def test_counts_are_as_promised() -> None:
    assert len({row["id"] for row in FIRST}) == len(FIRST) >= 340
    per_document = Counter(row["doc"] for row in FIRST)
    assert all(per_document[doc] >= least for doc, least in AT_LEAST.items()), per_document
    per_kind = Counter(kind for row in FIRST for kind in row["kinds"])
    assert all(per_kind[kind] >= least for kind, least in KIND_FLOOR.items()), per_kind
    per_strength = Counter(row["strength"] for row in FIRST)
    assert all(per_strength[strength] >= least for strength, least in STRENGTH_FLOOR.items()), per_strength


def test_second_labelling_covers_sixty_of_the_same_sentences() -> None:
    first = {row["id"]: row for row in FIRST}
    assert len({row["id"] for row in SECOND}) == len(SECOND) == 60
    for row in SECOND:
        for name in ("file", "line", "start", "end", "digest", "drawn", "split"):
            assert row[name] == first[row["id"]][name], (row["id"], name)


def test_positions_lead_to_the_labelled_sentences(documents: dict[str, list[str]]) -> None:
    for row in EVERY:
        sentence = cut(documents[row["file"]], row)
        assert digest(sentence) == row["digest"], row["id"]
        assert len(sentence) >= 5, row["id"]
        assert not set("。；！") & set(sentence[:-1]), row["id"]


def test_spans_lie_inside_the_sentence(documents: dict[str, list[str]]) -> None:
    for row in EVERY:
        length = len(cut(documents[row["file"]], row))
        spans = [span for name in SPAN_LISTS for span in row[name]]
        spans += [act[part] for act in row["acts"] for part in ("verb", "object")]
        spans += [row["subject"]] if row["subject"] else []
        assert all(0 <= start < end <= length for start, end in spans), row["id"]
        for act in row["acts"]:
            (verb_start, verb_end), (object_start, object_end) = act["verb"], act["object"]
            assert verb_end <= object_start or object_end <= verb_start, row["id"]


def test_context_project_is_the_title_line_above_in_the_same_file(documents: dict[str, list[str]]) -> None:
    found = 0
    for row in EVERY:
        if row["context_project"]:
            title = cut(documents[row["file"]], row["context_project"])
            assert 0 <= row["line"] - row["context_project"]["line"] <= 1, row["id"]
            assert "。" not in title, row["id"]
            found += 1
    assert found >= 10


def test_no_sentence_text_stands_in_the_truth(documents: dict[str, list[str]]) -> None:
    for row in EVERY:
        why, sentence = row.get("why", ""), cut(documents[row["file"]], row)
        assert not any(why[i : i + 10] in sentence for i in range(len(why) - 9)), row["id"]
        values = [value for value in row.values() if isinstance(value, str)] + row["kinds"] + row["doubt"]
        assert not any("。" in value or len(value) > 120 for value in values), row["id"]


def test_a_perfect_reader_scores_one(documents: dict[str, list[str]], tmp_path: Path) -> None:
    scorer = plan_folder().parent / "tools" / "score_commitments.py"
    whole = expand_files([TRUTH / "tune.jsonl", TRUTH / "unseen.jsonl"], plan_folder())
    truth, reader = tmp_path / "truth.jsonl", tmp_path / "reader.json"
    truth.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in whole), encoding="utf-8")
    for doc in FILES:
        found = [row for row in whole if row["doc"] == doc and row["binding"]]
        reader.write_text(json.dumps({"commitments": found}, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, str(scorer), str(reader), str(truth), doc]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert [line.split()[-1] for line in answer.splitlines() if line.startswith("macro")] == ["1.000", "1.000"], doc


def test_drift_of_a_document_is_noticed(documents: dict[str, list[str]]) -> None:
    row = FIRST[0]
    lines = list(documents[row["file"]])
    lines[row["line"] - 1] = lines[row["line"] - 1].replace("，", ",", 1)
    with pytest.raises(UnusableInputError, match=row["id"]):
        expand(row, lines)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "第 1 行不是 JSON，"),
        ("[]", "第 1 行不是 JSON 对象"),
        ('{"id": "A-0"}', "没有字段 file"),
        (None, "读不到标注文件"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, complaint: str
) -> None:
    path = tmp_path / "rows.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert complaint in printed.err
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_missing_document_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GANGMU_SHARED", str(tmp_path))
    assert main([str(TRUTH / "tune.jsonl")]) == 2
    assert "lvyuan-outline.txt" in capsys.readouterr().err
