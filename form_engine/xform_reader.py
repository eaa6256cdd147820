"""XForm to FormDefinition. Elements are told apart by local name, so any prefix and any older namespace will do."""

import re
from collections.abc import Iterator

from lxml import etree

from form_engine.definition import Field, FieldType, FormDefinition, Group, Labels, MediaKind, Node, Repeat
from form_engine.entity_declarations import read_declarations
from form_engine.errors import NotAnXForm
from form_engine.safe_xml import local_name, parse
from form_engine.xform_body import Control, read_controls
from form_engine.xform_lists import Lists, itemset_of, read_lists
from form_engine.xform_texts import Texts, read_texts

_MAX_BYTES = 32 * 1024 * 1024
_MAX_NODES = 1_000_000
_XFORMS = "http://www.w3.org/2002/xforms"
_FILE_CALL = re.compile(r"""\b(?:pulldata|search)\s*\(\s*['"]([^'"]+)['"]""")
_TYPES = {
    "integer": FieldType.INT,
    "long": FieldType.INT,
    "double": FieldType.DECIMAL,
    "float": FieldType.DECIMAL,
    **{type_.value: type_ for type_ in FieldType},
}
_CONTROL_TYPES = {
    "select1": FieldType.SELECT_ONE,
    "select": FieldType.SELECT,
    "rank": FieldType.RANK,
    "upload": FieldType.BINARY,
    "recordaudio": FieldType.BINARY,
}
_SELECTS = ("select1", "select", "rank")
_MEDIA = {"image": MediaKind.IMAGE, "audio": MediaKind.AUDIO, "video": MediaKind.VIDEO}


def read_definition(xform: bytes) -> FormDefinition:
    """Raises NotXml, or NotAnXForm when the document holds no primary instance with an id."""
    html = parse(xform, max_bytes=_MAX_BYTES, max_nodes=_MAX_NODES)
    model = next((element for element in html.iter() if local_name(element) == "model"), None)
    if model is None:
        raise NotAnXForm(reason="no model")
    return _XFormReader(html, model).read()


def primary_instance(html: etree._Element) -> etree._Element:
    """The empty instance that a phone starts from: the first child of the first `instance`."""
    instance = next((element for element in html.iter() if local_name(element) == "instance"), None)
    if instance is None or len(instance) == 0:
        raise NotAnXForm(reason="no primary instance")
    root: etree._Element = instance[0]
    return root


class _XFormReader:
    """Holds what the nodes are put together from: binds and controls by path, texts, lists."""

    def __init__(self, html: etree._Element, model: etree._Element) -> None:
        self.html = html
        self.root = primary_instance(html)
        self.model = model
        binds = [element for element in model if local_name(element) == "bind"]
        self.binds = {_absolute(bind.get("nodeset", ""), self.root): bind for bind in binds}
        self.texts: Texts = read_texts(model)
        self.lists: Lists = read_lists(model, self.texts)
        bind_paths = {bind.get("id", ""): bind.get("nodeset", "") for bind in binds}
        self.controls = read_controls(html, f"/{local_name(self.root)}", bind_paths)

    def read(self) -> FormDefinition:
        form_id = self.root.get("id") or etree.QName(self.root).namespace
        if not form_id or form_id == _XFORMS:
            raise NotAnXForm(reason="no form id")
        title = next((element.text or "" for element in self.html.iter() if local_name(element) == "title"), "")
        path = f"/{local_name(self.root)}"
        meta = {local_name(entry) for child in self.root if local_name(child) == "meta" for entry in child}
        return FormDefinition(
            form_id=form_id,
            version=self.root.get("version", ""),
            title=title.strip() or form_id,
            languages=self.texts.languages,
            root=Group(name=local_name(self.root), path=path, children=self._children(self.root, path)),
            media_files=tuple(dict.fromkeys(self._media_files())),
            has_audit="audit" in meta,
            instance_name=self._bind(f"{path}/meta/instanceName", "calculate"),
            lists=self.lists.rows(),
            list_files=self.lists.files(),
            entities=read_declarations(self.model, self.root),
        )

    def _children(self, group: etree._Element, path: str) -> tuple[Node, ...]:
        nodes: dict[str, Node] = {}
        for child in group:
            name = local_name(child)
            # A repeat stands twice, as template and as first round; `meta` is the envelope, not an answer.
            if name != "meta" and name not in nodes:
                nodes[name] = self._node(child, name, f"{path}/{name}")
        return tuple(nodes.values())

    def _node(self, element: etree._Element, name: str, path: str) -> Node:
        control = self.controls.get(path)
        if control is not None and control.repeats:
            return Repeat(
                name=name,
                path=path,
                labels=self._labels(control, "label"),
                relevant=self._bind(path, "relevant"),
                appearance=control.appearance,
                children=self._children(element, path),
                count=control.count,
            )
        if len(element) or (control is not None and control.kind == "group"):
            return Group(
                name=name,
                path=path,
                labels=self._labels(control, "label"),
                relevant=self._bind(path, "relevant"),
                appearance=control.appearance if control else "",
                children=self._children(element, path),
            )
        return self._field(element, name, path, control)

    def _field(self, element: etree._Element, name: str, path: str, control: Control | None) -> Field:
        type_ = self._type(path, control)
        required = self._bind(path, "required")
        select = (
            control if control is not None and control.kind in _SELECTS else None
        )  # a range names its marks by a list
        choices, itemset_file = self.lists.choices_of(select) if select else (None, None)
        itemset, itemset_value, itemset_label = itemset_of(select) if select else ("", "name", "label")
        return Field(
            name=name,
            path=path,
            type=type_,
            labels=self._labels(control, "label"),
            hints=self._labels(control, "hint"),
            guidance=self.texts.of(control.child("hint"), form="guidance") if control else {},
            required=required == "true()",
            required_when="" if required in ("true()", "false()") else required,
            readonly=self._bind(path, "readonly") == "true()",
            calculate=self._bind(path, "calculate"),
            relevant=self._bind(path, "relevant"),
            constraint=self._bind(path, "constraint"),
            default=element.text or "",
            appearance=control.appearance if control else "",
            asked=control is not None,
            choices=choices,
            itemset_file=itemset_file,
            itemset=itemset,
            itemset_value=itemset_value,
            itemset_label=itemset_label,
            media=_media_kind(control) if type_ is FieldType.BINARY else None,
        )

    def _type(self, path: str, control: Control | None) -> FieldType:
        by_control = _CONTROL_TYPES.get(control.kind) if control else None
        return by_control or _TYPES.get(self._bind(path, "type").rpartition(":")[2], FieldType.STRING)

    def _labels(self, control: Control | None, part: str) -> Labels:
        return self.texts.of(control.child(part)) if control else {}

    def _bind(self, path: str, attribute: str) -> str:
        bind = self.binds.get(path)
        return "" if bind is None else (bind.get(attribute) or "").strip()

    def _media_files(self) -> Iterator[str]:
        yield from self.lists.files().values()
        yield from self.texts.files
        for value in self.root.itertext():
            if value.startswith("jr://images/"):
                yield value.rpartition("/")[2]
        for element in self.html.iter():
            for attribute in ("calculate", "relevant", "constraint", "required", "readonly", "appearance"):
                for table in _FILE_CALL.findall(element.get(attribute, "")):
                    yield table if table.endswith(".csv") else f"{table}.csv"
            if local_name(element) == "input" and element.get("query"):
                yield "itemsets.csv"


def _absolute(nodeset: str, root: etree._Element) -> str:
    return nodeset if nodeset.startswith("/") else f"/{local_name(root)}/{nodeset}"


def _media_kind(control: Control | None) -> MediaKind:
    if control is None:
        return MediaKind.FILE
    if control.kind == "recordaudio":
        return MediaKind.AUDIO
    if "signature" in control.appearance.split():
        return MediaKind.SIGNATURE
    return _MEDIA.get(control.element.get("mediatype", "").partition("/")[0], MediaKind.FILE)
