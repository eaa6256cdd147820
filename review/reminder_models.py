"""What is kept of deadlines that come near or passed."""

from mongoengine import BooleanField, DateField, DateTimeField, Document, ListField, StringField


class Reminder(Document):
    """One step of one deadline, told to some roles. The id follows from matter, day and step: it is raised once.

    subject: id of the meeting, posting, complaint, ... since: the day from which it holds; raised_at: when the worker
    said so, later than that when it had been away. ended_at: when the matter was settled.
    """

    id = StringField(primary_key=True)
    kind = StringField(required=True)
    subject = StringField(required=True)
    round_id = StringField(required=True)
    step = StringField(required=True)
    roles = ListField(StringField(), required=True)
    place = StringField(required=True)
    within = ListField(StringField(), required=True)
    due_on = DateField(required=True)
    since = DateField(required=True)
    raised_at = DateTimeField(required=True)
    is_open = BooleanField(required=True)
    ended_at = DateTimeField()

    meta = {  # noqa: RUF012
        "collection": "reminders",
        "auto_create_index": False,
        "indexes": [("within", "is_open", "due_on"), ("is_open", "due_on"), "subject"],
    }
