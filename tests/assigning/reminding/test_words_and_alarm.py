"""Words with slots, in three languages; and the alarm when mails were planned and none went."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.assigning.reminding import previewing, words
from lms.assigning.reminding.calendars import AT_ONCE, Rule
from lms.assigning.reminding.settings import BadRule, rule_of, save_rule
from lms.assigning.reminding.watching import Alarm, Amiss, alarm
from lms.assigning.reminding.words import BODY, DEFAULT, LANGUAGES, SUBJECT, TEXTS, BadWords
from lms.kernel.post import Post
from tests.assigning.reminding.desk import Desk
from tests.support.mailbox import Mailbox


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", list(TEXTS))
def test_our_own_words_keep_our_own_rules(key: str, language: str) -> None:
    said = DEFAULT[key, language]
    assert words.check(key, said.subject, said.body) == said


@pytest.mark.parametrize(
    ("subject", "body", "field", "why", "slot"),
    [
        ("{titel}", "{link}", SUBJECT, words.UNKNOWN, "titel"),
        ("Due", "{day} {password} {link}", BODY, words.UNKNOWN, "password"),
        ("Due", "{name.__class__} {link}", BODY, words.UNKNOWN, "name.__class__"),
        ("Due", "{} {link}", BODY, words.UNKNOWN, ""),
        ("Due", "open {day {link}", BODY, words.BRACE, ""),
        ("Due", "closed } {link}", BODY, words.BRACE, ""),
        ("Due", "no way to it", BODY, words.NEEDED, "link"),
        ("", "{link}", SUBJECT, words.EMPTY, ""),
        ("two\nlines", "{link}", SUBJECT, words.LINES, ""),
        ("x" * 201, "{link}", SUBJECT, words.TOO_LONG, ""),
        ("Due", "x" * 5_000 + "{link}", BODY, words.TOO_LONG, ""),
    ],
)
def test_words_that_cannot_be_kept_say_where_and_why(subject: str, body: str, field: str, why: str, slot: str) -> None:
    with pytest.raises(BadWords) as refused:
        words.check("before", subject, body)
    assert (refused.value.field, refused.value.why, refused.value.slot) == (field, why, slot)


def test_a_slot_is_filled_once_and_a_line_with_nothing_in_it_goes() -> None:
    said = words.Words("{name}", "Hello {name}\n\n{opens}\n{due}\n\n\n\n{link}")
    slots = {"name": "{link}\nBcc: x", "due": "soon", "link": "L"}
    assert words.fill(said, slots) == ("{link} Bcc: x", "Hello {link}\nBcc: x\n\nsoon\n\nL")


def test_every_text_can_be_looked_at_on_a_real_person_and_no_slot_is_left(desk: Desk) -> None:
    person = desk.person(name="Åse Øst")
    desk.given(desk.today + timedelta(days=3), person)
    post = Post.of(desk.company.installation.config)
    with desk.database.reading() as session:
        of = (desk.company.organisation.id, person.id)
        for (key, language), said in DEFAULT.items():
            subject, body = previewing.preview(session, *of, key, language, said, post, desk.now)
            assert "Åse Øst" in body
            assert "http://localhost" in body
            assert not {"{", "}"} & set(subject + body), body
            assert subject


def test_a_rule_that_lets_nothing_go_is_refused(desk: Desk) -> None:
    for field, rule in {
        "working_days": Rule(working_days=frozenset()),
        "quiet_from": Rule(quiet_from=24),
        "most_a_week": Rule(most_a_week=0),
        "digest_day": Rule(digest_day=7),
    }.items():
        with desk.database.writing() as session, pytest.raises(BadRule) as refused:
            save_rule(session, desk.hr, rule, desk.now)
        assert refused.value.field == field
    kept = Rule(22, 6, frozenset({0, 2}), frozenset({desk.today}), 5, AT_ONCE)
    with desk.database.writing() as session:
        save_rule(session, desk.hr, kept, desk.now)
    with desk.database.reading() as session:
        assert rule_of(session, desk.company.organisation.id) == kept


def _alarm(desk: Desk) -> Alarm | None:
    with desk.database.reading() as session:
        return alarm(session, desk.company.organisation.id, desk.now)


def test_mails_were_planned_and_none_went_is_an_alarm_until_one_goes(desk: Desk, server: Mailbox) -> None:
    people = desk.hire(3)
    desk.given(desk.today + timedelta(days=3), *people)
    desk.plan()
    planned = desk.now
    assert _alarm(desk) is None, "they have just been written"
    desk.forward(hours=3)
    assert _alarm(desk) == Alarm(Amiss.NONE_WENT, 3, 3, 0, planned)
    desk.send(server.url)
    assert _alarm(desk) is None


def test_mails_that_are_put_off_or_no_longer_wanted_are_no_alarm(desk: Desk, server: Mailbox) -> None:
    away, left = desk.hire(2)
    desk.given(desk.today + timedelta(days=3), away, left)
    desk.plan()
    desk.change(away, away_from=desk.today, away_until=desk.today + timedelta(days=9))
    desk.change(left, active=False)
    desk.send(server.url)
    desk.forward(hours=4)
    assert _alarm(desk) is None
