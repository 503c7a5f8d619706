"""XML of other tools, read without entities or document types, and XML that is written."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.domain.errors import ExchangeError
from app.exchange.format import Incoming, foreign

# What XML 1.0 cannot say even escaped; a lone carriage return would come back as a line feed.
_UNSAYABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(incoming: Incoming, root_tag: str, file_form: str) -> ET.Element:
    """Return the root of an XML file.

    Args:
        incoming: The file, whole.
        root_tag: What the root must be called.
        file_form: What the file should be, with its article, for the error.

    Raises:
        ExchangeError: it is not XML, declares entities or a document type, or has another root.
    """
    try:
        root = fromstring(incoming.data, forbid_dtd=True)
    except DefusedXmlException:
        raise foreign(file_form, "it declares a document type or entities") from None
    except (ET.ParseError, LookupError, ValueError) as error:
        raise foreign(file_form, f"it is not XML ({error})") from error
    if root.tag != root_tag:
        raise foreign(file_form, f"its root is {str(root.tag)[:80]}, not {root_tag}")
    return root


def xml_text(root: ET.Element, doctype: str = "") -> str:
    """Return a tree as an indented document."""
    ET.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return head + ET.tostring(root, encoding="unicode") + "\n"


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element with a text and attributes, and return it.

    Raises:
        ExchangeError: a text holds characters that XML cannot say.
    """
    made = ET.SubElement(parent, tag, {name: sayable(value) for name, value in attributes.items()})
    if text:
        made.text = sayable(text)
    return made


def sayable(text: str) -> str:
    """Return a text that XML can say.

    Raises:
        ExchangeError: it holds control characters.
    """
    if _UNSAYABLE.search(text):
        raise ExchangeError(
            f"{text!r} holds characters that XML cannot say.", "Rename it, then try again."
        )
    return text


def text_in(parent: ET.Element, tag: str) -> str:
    """Return the text of the first child of that name; '' when there is none."""
    return parent.findtext(tag) or ""
