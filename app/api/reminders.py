"""What is due soon or overdue in the caller's area and duty."""

from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from app.wiring import current_actor, requires
from review import reminders
from review.reminder_models import Reminder

bp = Blueprint("api_reminders", __name__, url_prefix="/reminders", description="Deadlines")


class ReminderSchema(Schema):
    kind = fields.Str(metadata={"description": "meeting, posting, complaint, reverification, appraisal, decision..."})
    subject = fields.Str(metadata={"description": "Id of the meeting, posting, ... or of the round to decide."})
    round_id = fields.Str()
    step = fields.Str(metadata={"description": "soon, overdue, or up1, up2: told to a further level"})
    place = fields.Str()
    due_on = fields.Date()
    since = fields.Date(metadata={"description": "The day from which it holds."})
    raised_at = fields.AwareDateTime()


@bp.route("")
class Reminders(MethodView):
    decorators = [requires("case.read")]  # noqa: RUF012

    @bp.response(200, ReminderSchema(many=True))
    def get(self) -> list[Reminder]:
        """Every step that was told to the caller's roles and is not settled, what is due first first."""
        return reminders.for_person(current_actor())
