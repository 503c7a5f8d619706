"""A look at HTML pages: whether they are well-formed, and what they would load."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "img", "hr", "link", "input"}
LOADING = {"src", "srcset", "data", "poster", "action", "background", "xlink:href"}


class CheckedPage(HTMLParser):
    """Parses a page.

    Attributes:
        text: All that is read.
        read: The same in pieces.
        anchors: What links lead to.
        ids: What can be led to.
        faults: What is wrong, in words.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.read, self.faults = "", [], []
        self.anchors, self.ids, self._open = set(), set(), []
        self.feed(page)
        self.close()
        self.faults += [f"{one} is not closed" for one in self._open]

    def handle_starttag(self, tag, attrs):
        self._look(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._look(tag, attrs)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{tag} is closed out of turn")

    def handle_data(self, data):
        if self._open and self._open[-1] == "style":
            self.faults += ["a style loads"] if "url(" in data or "@import" in data else []
        else:
            self.read.append(data.strip())
        self.text += data

    def _look(self, tag, attrs):
        if tag in {"script", "iframe", "object", "embed", "base", "link"}:
            self.faults.append(f"there is a {tag}")
        for name, value in attrs:
            if name == "href":
                self.anchors.add(value)
            elif name == "id":
                self.ids.add(value)
            elif name in LOADING or name.startswith("on"):
                self.faults.append(f"{tag} has {name}={value}")
        if tag == "a":
            outside = [v for n, v in attrs if n == "href" and not v.startswith("#")]
            self.faults += [f"leads to {one}" for one in outside]
