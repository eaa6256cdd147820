"""Whether entities that a phone made offline are still there (protocol rule M8)."""

from flask import Response, request
from lxml import etree

from app.openrosa.blueprint import KEY, bp
from app.openrosa.responses import revalidated, xml
from app.wiring import current_actor, requires
from form_engine.publishing import entity_lists
from form_engine.publishing.errors import EntityListNotFound
from registry import entities

_MOST = 5_000


@bp.get("/lists/<name>/integrity")
@bp.get(f"{KEY}/lists/<name>/integrity")
@requires("form.download")
def integrity(name: str) -> Response:
    """Of each id asked for: deleted or not. Ids never seen are left out: they may still be on their way.

    What left the person's area is told as deleted, so that his phone lets go of it. Raises EntityListNotFound.
    """
    if not entity_lists.is_list(name):
        raise EntityListNotFound(name=name)
    asked = dict.fromkeys(_plain(one) for part in request.args.getlist("id") for one in part.split(",")[:_MOST])
    known = entities.by_id(name, [one for one in asked if one][:_MOST])
    data = etree.Element("data")
    told = etree.SubElement(data, "entities")
    for entity_id in (one for one in asked if one in known):
        entry = etree.SubElement(told, "entity", id=entity_id)
        gone = known[entity_id]["is_deleted"] or not current_actor().covers(known[entity_id]["place"])
        etree.SubElement(entry, "deleted").text = "true" if gone else "false"
    return revalidated(xml(data))


def _plain(entity_id: str) -> str:
    return entity_id.strip().lower().removeprefix("uuid:")
