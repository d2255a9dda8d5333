"""The words of the demo trainer's own module, and of the remark on the copy."""

from __future__ import annotations

from typing import Final

TITLE: Final = "The customer who rings twice"
SUMMARY: Final = (
    "Why the second call about the same matter costs more than the first, how to count it with a pencil, and what a"
    " team can change about it by Friday."
)
OBJECTIVES: Final = (
    "Find the calls in your own team that should never have been necessary.",
    "Decide on one promise that your team keeps the first time, and say who keeps it.",
)
PAGES: Final = (
    (
        "The second call",
        """\
On Tuesday a customer rings about a bill that looks wrong. She gets a friendly answer, says thank you and hangs up. On \
Thursday she rings again, because the bill still looks wrong.

The first call was service. The second one is something else: the company pays for it once more, she pays for it with \
an evening, and the colleague who answers has to apologise for something somebody else did.

## Count them for one week {#count-them}

Ask everybody who answers customers to note one thing about each contact this week: has this person been in touch \
about the same matter before? A stroke on a sheet of paper is enough. No system has to be changed, and no name is \
written down.

> A call that begins with “I have already…” is a promise that was not kept.

## Sort the strokes on Friday {#sort-them}

Three causes come up again and again.

- **Half an answer.** The customer was told what they asked for, but not what they needed in order to go on.
- **A promise without an owner.** Somebody said “we will look at it”, and nobody did.
- **A letter that has to be explained.** It was correct, and it took a telephone call to understand it.

```reflect
id = "last-second-call"
question = "Think of the last customer who came back to you about the same matter. Which of the three was it?"
```
""",
    ),
    (
        "One promise, kept the first time",
        """\
Choose the cause with the most strokes, and only that one. A team that works on three things at once counts the same \
strokes again in a month.

## Write it as a promise {#write-it}

“We will be better at following up” promises nothing. “Whoever says *I will look at it* rings back before three \
o’clock the next day, also when there is nothing to tell” can be kept, and everybody can see whether it was.

## Give it an owner {#give-it-an-owner}

A promise that belongs to everybody is nobody’s. Write one name behind it, and agree what this person may put aside in \
order to keep it.

## Count once more {#count-once-more}

Do the week with the sheet of paper again after a month. Fewer strokes mean that the promise holds. As many strokes as \
before mean that you have learnt something too: the cause is another one than you thought.
""",
    ),
)
REMARK: Final = (
    "Good beginning. Could the family be one of our own customers in Aarhus, with district heating instead of"
    " electricity? Then nobody asks which supplier is meant."
)
