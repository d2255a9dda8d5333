"""What the questions of a package say: the sentences of the live pages by name, with slots for the browser to fill."""

from __future__ import annotations

from typing import Final

from flask_babel import get_translations

from lms.questions.text import N_
from lms.sentences import say_n

SINGLE: Final = {
    # a quiz before it begins
    "begin_questions": N_("Begin the questions"),
    "pass_with": N_("pass with %(count)d"),
    "drawn_anew": N_("Each try draws its questions anew from a pool of %(count)d."),
    "only_full": N_("Only an answer that is right in full has a point."),
    "no_limit": N_("No time limit"),
    "leave_when": N_("Leave when you like; your answers are still here when you come back."),
    "clock_goes_on": N_("The clock goes on while you are away. When it stops, what you have answered is scored."),
    "counts_best": N_("your best one counts"),
    "counts_latest": N_("your latest one counts"),
    "counts_first": N_("your first one counts"),
    "many_tries": N_("As many tries as you like; %(counted)s"),
    "one_try": N_("One try"),
    "check_as_you_go": N_("Check each question as you go"),
    "stays_then": N_("You see at once what your answer teaches; from then on it stays as it is."),
    "afterwards_score": N_("Afterwards you see your score"),
    "afterwards_full": N_("Afterwards you see what each answer teaches"),
    "afterwards_answers": N_("Afterwards you see how each of your answers did"),
    "once_passed_or_last": N_("As soon as you have passed, or used your last try; before that, your score."),
    "once_passed": N_("As soon as you have passed; before that, your score."),
    "after_last": N_("After your last try; before that, your score."),
    "asks_how_sure": N_("Each question also asks how sure you are"),
    "never_changes": N_("It never changes the score; it shows you where to look first."),
    "stays_here": N_(
        "Your answers are scored in this window. Your platform gets the score, and keeps the answers unread so that "
        "you can go on later."
    ),
    "state_refused": N_(
        "What your platform kept of an earlier visit could not be read, or belongs to other questions. You begin anew"
        " here."
    ),
    # questions
    "question_of": N_("Question %(number)d of %(all)d"),
    "question_small": N_("question %(number)d"),
    "not_translated": N_("Not translated yet: shown in English"),
    "choose_count": N_("Choose %(count)d."),
    "choose_all": N_("Choose all that apply."),
    "choose_one": N_("Choose one."),
    "tap_picture": N_("You can also tap the picture."),
    "choose_fits": N_("Choose what fits"),
    "cannot_judge": N_("Cannot judge"),
    "your_answer": N_("Your answer"),
    "right_answer": N_("Right answer"),
    "right_answer_is": N_("Right answer:"),
    "give_places": N_("Give each line its place, from 1 to %(last)d."),
    "moved": N_("{words}: place {place} of %(last)d"),
    "place_of": N_("Place of: %(words)s"),
    "move_up": N_("Move up: %(words)s"),
    "move_down": N_("Move down: %(words)s"),
    "you_placed": N_("You placed it %(place)d"),
    "how_sure": N_("How sure are you?"),
    "sure_guess": N_("A guess"),
    "sure_fairly": N_("Fairly sure"),
    "sure_sure": N_("Sure"),
    "check": N_("Check"),
    "see_how": N_("See how I did"),
    "answer_first": N_("Answer this question first, then check it."),
    "too_long_to_keep": N_("This answer is too long to be kept if you leave now. It counts while this window is open."),
    "time_left": N_("Time left"),
    "left_five": N_("5 minutes left."),
    "left_one": N_("1 minute left."),
    # what cannot be taken
    "no_option": N_("This is none of the options."),
    "choose_shown": N_("Choose among the options shown."),
    "too_many": N_("These are too many."),
    "choose_fewer": N_("Choose at most %(count)d."),
    "not_a_number": N_("This is not a number."),
    "write_digits": N_("Write a number in digits."),
    "number_example": N_("This is not a number. Write it in digits, for example %(example)s."),
    "number_too_long": N_("This number is too long. Write at most 40 characters."),
    "number_too_large": N_("This number is too large. Write at most 15 digits."),
    "too_large": N_("This number is too large."),
    "fewer_digits": N_("Write a number of at most 15 digits."),
    "no_text": N_("This is not a text."),
    "few_words": N_("Write a word or a few."),
    "too_long": N_("This answer is too long."),
    "fewer_letters": N_("Write at most 200 characters."),
    "broken_text": N_("This answer holds a broken character."),
    "no_point": N_("This is no point of the scale."),
    "choose_point": N_("Choose one of the points shown."),
    "not_all": N_("This is not the whole order."),
    "place_each": N_("Give each line a place of its own."),
    # how it went
    "not_answered": N_("Not answered"),
    "verdict_right": N_("Right"),
    "verdict_wrong": N_("Not quite"),
    "verdict_partly": N_("Partly right"),
    "verdict_noted": N_("Noted"),
    "verdict_wrong_small": N_("not quite"),
    "not_chosen": N_("not chosen"),
    "part_of_point": N_("%(points)s of 1 point"),
    "read_again": N_("Read again: %(title)s"),
    "right_of": N_("%(right)s of %(all)d"),
    "passed": N_("You have passed"),
    "passed_all_the_same": N_("Not this time, and you have passed all the same"),
    "enough_now": N_("Enough points this time"),
    "not_passed_yet": N_("Not passed yet"),
    "not_passed": N_("Not passed"),
    "first_counts": N_("Your first try counts, with %(percent)d%% of the points."),
    "best_counts": N_("Your best try counts: number %(number)d, with %(percent)d%% of the points."),
    "score_only": N_("These questions show the score only."),
    "details_once_passed_or_last": N_("Once you have passed, or used your last try, you see how each answer did."),
    "details_once_passed": N_("Once you have passed, you see how each answer did."),
    "details_after_last": N_("After your last try you see how each answer did."),
    "last_try": N_("That was the last try. Read how each answer did."),
    "look_and_try": N_("Look at how each answer did, then try again if you like."),
    "read_and_enjoy": N_("Read what each answer teaches. You may try again for the pleasure of it."),
    "read_and_try": N_("Read what each answer teaches, then try again."),
    "try_again": N_("Try again"),
    "were_sure": N_("You were sure of this one"),
    "topic_by_topic": N_("Topic by topic"),
    # how sure, and how right
    "how_sure_how_right": N_("How sure you were, and how right"),
    "sure_one_right": N_("You were sure of one, and it was right."),
    "sure_one_wrong": N_("You were sure of one, and it was not right."),
    "sure_many": N_("You were sure of %(said)d, and right in %(right)d of them."),
    "fairly_many": N_("You were fairly sure of %(said)d, and right in %(right)d of them."),
    "guess_many": N_("You guessed %(said)d, and were right in %(right)d of them."),
    "know_more": N_("You know more than you think."),
    "leaning_over": N_(
        "By what you said one would expect about %(expected)d right; it was %(right)d. You are surer than you are "
        "right: where you feel sure, ask once more what speaks against it."
    ),
    "leaning_under": N_(
        "By what you said one would expect about %(expected)d right; it was %(right)d. You know more than you trust "
        "yourself to know."
    ),
    "leaning_even": N_(
        "By what you said one would expect about %(expected)d right; it was %(right)d. You judge yourself well."
    ),
    "sure_and_wrong": N_("Sure and wrong: look at these first."),
    "sure_is_right": N_("Whenever you were sure, you were right."),
    "only_you_this": N_("Only you see this"),
    # what stays in the window
    "memory_only": N_(
        "Nobody but you sees this. It stays in this window and is gone when you close it; your platform only learns "
        "that you did it."
    ),
    "begin": N_("Begin"),
    "no_right": N_("no right or wrong"),
    # a self-assessment
    "self_assessment": N_("Self-assessment"),
    "two_to_three": N_("two to three minutes"),
    "say_how_well": N_(
        "Say how well each statement fits. Some are turned round on purpose. What you cannot judge, you may leave at "
        "that."
    ),
    "done_before": N_("You have done this before. Your answers were not kept, so you can only do it again."),
    "do_again": N_("Do it again"),
    "statements_answered": N_("Statements answered"),
    "answered_of": N_("%(answered)d of %(all)d"),
    "number_of": N_("%(number)d of %(all)d"),
    "no_answer_yet": N_("No answer yet"),
    "marked_below": N_("What is missing is marked below. Where you cannot judge, say so."),
    "too_few_judged": N_("You could judge %(judged)d of %(all)d statements; a score needs %(needed)d."),
    "look_once_more": N_(
        "Look once more at what you left open. If you really cannot judge it, put this one aside and come back when "
        "you know more."
    ),
    "see_profile": N_("See my profile"),
    "all_together": N_("All statements together"),
    "of_hundred": N_("%(score)d of 100"),
    "no_score": N_("no score"),
    "zero_to_hundred": N_("0 to 100"),
    "you": N_("You"),
    "as_table": N_("As a table"),
    "can_bear": N_("What these numbers can bear"),
    "a_draft": N_(
        "A draft, not a validated test: nobody has been measured with it yet, so there is no average to hold yours "
        "against. It is for your own thinking, never for hiring, pay or comparing people."
    ),
    "for_conversation": N_(
        "The lines of three statements are for conversation: too short to say whether they have moved."
    ),
    "all_alike": N_(
        "You gave every statement the same answer, the ones that are turned round too. That may be just how it is; if"
        " the last ones went quickly, take the picture lightly."
    ),
    "points_to": N_("What it points to"),
    "from_some": N_("From %(judged)d of %(all)d statements."),
    "not_enough_judged": N_("You could not judge enough of its statements (%(judged)d of %(all)d)."),
    "gone_when_closed": N_("This profile is gone when you close the window. Print the page if you want to keep it."),
    # a decision drill
    "decision_drill": N_("Decision drill"),
    "about_minutes": N_("about %(minutes)d minutes"),
    "optional": N_("optional"),
    "how_it_goes": N_(
        "You decide, some years go by, and you see what came of it and what the other roads would have given. You can"
        " play again as often as you like."
    ),
    "played_before": N_("You have played this before. What you decided was not kept."),
    "play_again": N_("Play again"),
    "invented": N_("What is invented and what is calculated"),
    "decided": N_("What you have decided"),
    "year": N_("Year %(year)d"),
    "years": N_("Years %(first)d to %(last)d"),
    "year_head": N_("Year"),
    "this_year": N_("This year, if nothing changes"),
    "what_do": N_("What do you do?"),
    "decide": N_("Decide"),
    "stands_until": N_("What you decide stands until you play again."),
    "choose_one_of_them": N_("Choose one of them."),
    "before": N_("Before"),
    "now": N_("Now"),
    "from_the_year": N_("From the year as it would have been if nothing had changed to the year that now begins."),
    "roads_not_taken": N_("The roads not taken"),
    "your_choice": N_("%(choice)s (your choice)"),
    "against_yours": N_("%(difference)s against your choice"),
    "afterwards": N_("Afterwards:"),
    "would_have": N_("What would have happened"),
    "year_by_year": N_("%(figure)s, year by year. The axis does not begin at zero."),
    "table": N_("Table"),
    "next_decision": N_("To your next decision"),
    "story_goes_on": N_("The story goes on"),
    "see_ending": N_("See how it ended"),
    "after_years": N_("After %(years)d years"),
    "take_away": N_("To take away"),
    "your_path": N_("Your path"),
    "highest_total": N_("The highest total"),
    "most_cautious": N_("The most cautious"),
    "path": N_("Path"),
    "total": N_("Total"),
    "poorest": N_("Poorest year"),
    "three_paths": N_("Three paths compared"),
    "over_all_ways": N_(
        "Calculated over all %(number)d ways through this story. The most cautious is the one whose poorest year is "
        "the best."
    ),
    "decided_there": N_("What is decided on these paths"),
    "your_way": N_("Your way here"),
}
"""Sentences by name."""

COUNTED: Final = {
    "questions": say_n("%(num)d question", "%(num)d questions", 2),
    "left_out": say_n(
        "%(num)d more question needs Outside-In itself and is left out here.",
        "%(num)d more questions need Outside-In itself and are left out here.",
        2,
    ),
    "minutes_from": say_n("%(num)d minute from the moment you begin", "%(num)d minutes from the moment you begin", 2),
    "tries": say_n("%(num)d try; %(counted)s", "%(num)d tries; %(counted)s", 2),
    "tries_left_of": say_n("%(num)d try of %(all)d left; %(counted)s", "%(num)d tries of %(all)d left; %(counted)s", 2),
    "tries_left": say_n("%(num)d try left", "%(num)d tries left", 2),
    "statements": say_n("%(num)d statement", "%(num)d statements", 2),
    "without_answer": say_n("%(num)d statement has no answer yet.", "%(num)d statements have no answer yet.", 2),
    "what_years_did": say_n("What %(num)d year did", "What %(num)d years did", 2),
    "sum_in_years": say_n("%(sum)s in %(num)d year", "%(sum)s in %(num)d years", 2),
}
"""Sentences on one thing or several, by name."""


def words() -> dict[str, str | list[str]]:
    """Return every sentence by name in the language that is spoken now: a text, or two for one thing and for several.

    Slots are those of gettext, `%(name)s`, which `fill` in `scorm-quiz-dom.js` fills; a per cent sign stands double.
    """
    spoken = get_translations()
    single = {name: str(spoken.ugettext(words)) for name, words in SINGLE.items()}
    counted = {
        name: [str(spoken.ungettext(each.msgid, each.plural, count)) for count in (1, 2)]
        for name, each in COUNTED.items()
    }
    return {**single, **counted}
