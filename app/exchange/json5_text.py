"""JSON5 as programs write it, turned to JSON: bare keys, single quotes, comments, loose commas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<space>[\s\ufeff]+|//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<sign>[{}\[\]:,])
    |(?P<word>[^\s{}\[\]:,"']+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0", "\n": ""}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def json_from_json5(text: str) -> str:
    """Return JSON of the same values; what is no JSON5 becomes what is no JSON.

    Numbers in base 16 and the words Infinity and NaN are not understood.
    """
    tokens = list(_tokens(text))
    followers = [*tokens[1:], ""]
    return "".join(
        part
        for part, follower in zip(tokens, followers, strict=True)
        if not (part == "," and follower in {"}", "]"})
    )


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            # A quote without its other one: left to the JSON reader, which names the place.
            yield text[place:]
            return
        place = found.end()
        token = found.group()
        if found.lastgroup == "string":
            # Escaped again, as two halves of a character may stand in two escapes.
            yield json.dumps(_ESCAPE.sub(_unescaped, token[1:-1]))
        elif found.lastgroup == "word":
            yield _word(token)
        elif found.lastgroup == "sign":
            yield token


def _unescaped(found: re.Match[str]) -> str:
    said = found.group(1)
    if len(said) > 1:
        return chr(int(said[1:], 16))
    return _ESCAPED.get(said, said)


def _word(word: str) -> str:
    if word in {"true", "false", "null"}:
        return word
    if _NUMBER.fullmatch(word):
        number = word.removeprefix("+")
        number = re.sub(r"^(-?)\.", r"\g<1>0.", number)
        return re.sub(r"\.(?=$|[eE])", ".0", number)
    return json.dumps(word, ensure_ascii=False)
