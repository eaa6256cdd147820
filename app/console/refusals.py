"""Refusals as pages: what happened, what to do, and a code for whoever helps."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.errors import Refusal


def page_of_refusal(refusal: Refusal) -> Response:
    """Who is not signed in goes to the door and comes back to where he was. Reads no store: it may be away."""
    if refusal.status == 401 and request.method == "GET":
        here = request.full_path.rstrip("?")
        return make_response(redirect(url_for("console.sign_in", tiep=None if here == "/" else here), 303))
    page = make_response(render_template("console/refusal.html", refusal=refusal), refusal.status)
    page.headers["Cache-Control"] = "no-store"
    return page
