"""A filled instance of any form, made of its definition: one value of each kind, every repeat twice."""

from lxml import etree

from form_engine.definition import Field, FieldType, FormDefinition, Group, Repeat

VALUES = {
    FieldType.INT: "3",
    FieldType.DECIMAL: "1.5",
    FieldType.BOOLEAN: "true",
    FieldType.DATE: "2026-11-22",
    FieldType.TIME: "08:30:00.000+07:00",
    FieldType.DATE_TIME: "2026-11-22T08:30:00.000+07:00",
    FieldType.GEOPOINT: "16.3 107.9 5 4",
    FieldType.GEOTRACE: "16.3 107.9 0 0;16.4 107.8 0 0",
    FieldType.GEOSHAPE: "16.3 107.9 0 0;16.4 107.8 0 0;16.4 107.9 0 0;16.3 107.9 0 0",
    FieldType.BINARY: "file.bin",
}


def filled(definition: FormDefinition, instance_id: str) -> bytes:
    root = etree.Element(definition.root_name, id=definition.form_id, version=definition.version)
    _fill(root, definition.root)
    etree.SubElement(etree.SubElement(root, "meta"), "instanceID").text = instance_id
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _fill(parent: etree._Element, group: Group) -> None:
    for node in group.children:
        for _ in range(2 if isinstance(node, Repeat) else 1):
            element = etree.SubElement(parent, node.name)
            if isinstance(node, Field):
                element.text = _value(node)
            else:
                _fill(element, node)


def _value(field: Field) -> str:
    if field.type in (FieldType.SELECT, FieldType.RANK):
        return " ".join(choice.name for choice in field.choices or ()) or "x"
    if field.type is FieldType.SELECT_ONE:
        return next((choice.name for choice in field.choices or ()), "x")
    return VALUES.get(field.type, "x")
