"""Why an expression has no value here."""


class NotAnExpression(ValueError):
    """The text is no expression, or uses something that is not supported. The message says what."""


class Unknown(Exception):
    """The value can't be known on the server (the phone's day, a list as it was then), or the phone would have failed.

    Raised by the closures; whoever evaluates makes no finding of it.
    """
