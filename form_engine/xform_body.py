"""The body of an XForm: which control asks for which value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from form_engine.safe_xml import local_name

_CONTROLS = frozenset({"input", "select", "select1", "upload", "range", "trigger", "rank", "secret"})
_COUNT = "{http://openrosa.org/javarosa}count"


@dataclass(frozen=True, slots=True)
class Control:
    kind: str
    """The element's local name: `input`, `select1`, `group`, ..."""
    element: etree._Element
    appearance: str = ""
    repeats: bool = False
    count: str = ""

    def child(self, name: str) -> etree._Element | None:
        return next((child for child in self.element if local_name(child) == name), None)


def read_controls(html: etree._Element, root_path: str, bind_paths: Mapping[str, str]) -> dict[str, Control]:
    """Path to control, for questions, groups and repeats. A value asked in two places has its first control."""
    controls: dict[str, Control] = {}
    for element in html.iter():
        if local_name(element) == "recordaudio":
            controls[element.get("ref", "")] = Control("recordaudio", element)
    body = next((element for element in html if local_name(element) == "body"), None)
    for path, control in _below(body, root_path, bind_paths) if body is not None else ():
        known = controls.get(path)
        if known is not None and control.repeats:
            # XLSForm writes a repeat inside a group of the same path, which has its label.
            appearance = known.appearance or control.appearance
            controls[path] = Control("repeat", known.element, appearance, repeats=True, count=control.count)
        else:
            controls.setdefault(path, control)
    return controls


def _below(parent: etree._Element, context: str, bind_paths: Mapping[str, str]) -> Iterator[tuple[str, Control]]:
    for element in parent:
        kind = local_name(element)
        ref = element.get("ref") or element.get("nodeset") or bind_paths.get(element.get("bind", ""), "")
        path = _resolve(ref, context)
        if kind in _CONTROLS:
            yield path, Control(kind, element, element.get("appearance", ""))
        elif kind == "group":
            if ref:
                yield path, Control(kind, element, element.get("appearance", ""))
            yield from _below(element, path, bind_paths)
        elif kind == "repeat":
            count = element.get(_COUNT, "").strip()
            yield path, Control(kind, element, element.get("appearance", ""), repeats=True, count=count)
            yield from _below(element, path, bind_paths)


def _resolve(ref: str, context: str) -> str:
    if not ref:
        return context
    return ref if ref.startswith("/") else f"{context}/{ref.removeprefix('./')}"
