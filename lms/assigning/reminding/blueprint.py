"""The addresses of reminders: steps and rules, texts, the log of mails, reminding by hand, and one's own mails."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning import tabs
from lms.assigning.reminding import (
    alarming,
    hand_views,
    ladder_views,
    log_views,
    own_views,
    text_views,
    unsubscribe_views,
)
from lms.people import history
from lms.web import slots

bp = Blueprint("reminding", __name__)
ALL = "/assign/reminders"
ONE = f"{ALL}/assignments/<uuid:assignment>"
TEXT = f"{ALL}/texts/<text>/<spoken>"
HAND = f"{ALL}/by-hand"
SENDING = f"{HAND}/<uuid:sending>"
LOG = "/assign/mail"
OWN = "/me/mail"
END = "/unsubscribe/<token>"

bp.get(ALL, endpoint="page")(ladder_views.page)
bp.post(f"{ALL}/steps", endpoint="save_steps")(ladder_views.save_steps)
bp.post(f"{ALL}/steps/removal", endpoint="drop_steps")(ladder_views.drop_steps)
bp.post(f"{ALL}/rules", endpoint="save_rules")(ladder_views.save_rules)
bp.get(ONE, endpoint="one")(ladder_views.one)
bp.post(ONE, endpoint="save_one")(ladder_views.save_one)
bp.post(f"{ONE}/removal", endpoint="drop_one")(ladder_views.drop_one)
bp.get(f"{ALL}/texts", endpoint="texts")(text_views.texts)
bp.get(TEXT, endpoint="text")(text_views.text)
bp.post(TEXT, endpoint="save_text")(text_views.save_text)
bp.post(f"{TEXT}/removal", endpoint="drop_text")(text_views.drop_text)
bp.get(HAND, endpoint="by_hand")(hand_views.preview)
bp.post(HAND, endpoint="send_by_hand")(hand_views.send)
bp.get(SENDING, endpoint="sending")(hand_views.sending)
bp.post(f"{SENDING}/undoing", endpoint="undo_by_hand")(hand_views.undo)
bp.get(LOG, endpoint="mails")(log_views.every)
bp.post(f"{LOG}/tries", endpoint="try_all_again")(log_views.try_all_again)
bp.post(f"{LOG}/<uuid:mail>/tries", endpoint="try_again")(log_views.try_again)
bp.get(OWN, endpoint="mine")(own_views.mine)
bp.post(OWN, endpoint="choose")(own_views.choose)
bp.get(f"{OWN}/<uuid:mail>", endpoint="my_mail")(own_views.my_mail)
bp.get(END, endpoint="ask_end")(unsubscribe_views.ask)
bp.post(END, endpoint="end")(unsubscribe_views.end)

SAID = {
    "reminders.steps": _l("The steps of reminders were changed"),
    "reminders.rules": _l("When mails may go was changed"),
    "reminders.text": _l("The text of a mail was changed"),
    "reminders.by-hand": _l("Who is late was reminded by hand"),
    "reminders.taken-back": _l("A reminder by hand was taken back"),
    "mail.tried-again": _l("A mail to you that had failed was tried again"),
}


def register(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.extensions["csrf"].exempt(unsubscribe_views.end)  # a mailbox sends no token of a form; the view looks itself
    tabs.add(app, "reminding.page", lambda: _l("Reminders"), 70)
    slots.fill(app, "people.me", own_views.on_me)
    app.jinja_env.globals.update(mail_alarm=alarming.mail_alarm, left_to_remind=alarming.left_to_remind)
    for action, said in SAID.items():
        history.describe(action, said)
