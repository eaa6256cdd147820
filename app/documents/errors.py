"""What can be wrong about papers."""

from core.errors import NotFound


class PaperNotFound(NotFound):
    """Nobody asked for such a paper yet, or it is not for this person."""

    code = "documents.paper_not_found"
