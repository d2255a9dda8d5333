"""Why somebody is not let in: a code, plain words for them, and what an administrator has to mend for the log.

The person is told what to do and nothing that helps an attacker; the detail stands in the log of the doors.
"""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

SUSPICIOUS: Final = frozenset({"other-browser", "used", "other-provider", "no-code", "token"})
"""Refusals that count as guesses of whoever sent them; the others happen to honest people, a whole office at once."""


class Refusal(Exception):
    """A sign-in that does not happen. `code`: a key of FOR_PERSON; `detail`: what was wrong, without any secret.

    `is_news`: whether it says something that is not noted already.
    """

    def __init__(self, code: str, detail: str = "", *, is_news: bool = True) -> None:
        """Keep all three."""
        self.code, self.detail, self.is_news = code, detail, is_news
        super().__init__(f"{code}: {detail}" if detail else code)

    @property
    def text(self) -> object:
        """Return the words for the person, translated late."""
        return FOR_PERSON[self.code]

    @property
    def remedy(self) -> object:
        """Return the words for the administrator, translated late."""
        return FOR_ADMINISTRATOR[self.code]


_AGAIN = _l("Go back to signing in and begin again.")
_OURS = _l("The sign-in is not set up right. Tell your administrator: the log of the doors says what to mend.")

FOR_PERSON: Final[dict[str, object]] = {
    "off": _l("This way in is switched off. Ask your administrator which one to use."),
    "slow": _l("Your company's sign-in does not answer just now. Wait a minute and try again, or use your password."),
    "metadata": _OURS,
    "keys": _OURS,
    "other-browser": _l("This sign-in was begun in another browser, or too long ago. Begin again here."),
    "used": _l("This sign-in was used already. Begin again."),
    "other-provider": _l(
        "The answer did not come from where you were sent. Begin again, and tell your administrator if it "
        "happens twice."
    ),
    "denied": _l("Your company's sign-in did not let you through. Begin again, or ask there."),
    "no-code": _AGAIN,
    "exchange": _OURS,
    "token": _l(
        "The answer of your company's sign-in cannot be trusted, so nobody was signed in. Tell your administrator."
    ),
    "tenant": _l("That account does not belong to your company. Choose your work account."),
    "unknown": _l(
        "Your company's sign-in knows you, but nobody here has connected you yet. Sign in with your "
        "password once, then connect the two on your own page. Without a password, ask HR to add you."
    ),
    "has-password": _l(
        "Your address is known here and opens with a password. Sign in with it once, then connect the two "
        "on your own page."
    ),
    "not-invited": _l("Nobody here has your address yet. Ask HR to add you."),
    "ended": _l("Your access here has ended. Ask HR if that is a mistake."),
    "other-person": _l("That account is connected with somebody else here. Ask your administrator."),
    "signed-out": _l("You are no longer signed in here. Sign in with your password, then connect again."),
}
FOR_ADMINISTRATOR: Final[dict[str, object]] = {
    "off": _l("The connection is switched off. Switch it on."),
    "slow": _l("The provider does not answer, or its answer cannot be used. It is asked again in half a minute."),
    "metadata": _l("What the provider says of itself cannot be used. Compare the issuer with the provider's own page."),
    "keys": _l("The provider has no key that fits. Its keys are read again at most once a minute."),
    "other-browser": _l("Begun in another browser, more than ten minutes ago, or with cookies switched off."),
    "used": _l("The same answer came twice: somebody went back, or tried to use it again."),
    "other-provider": _l(
        "An answer of one provider came where another one was asked. If it comes again, somebody is trying something."
    ),
    "denied": _l("The provider said no. Often the person is not assigned to this application there."),
    "no-code": _l("The provider sent no code."),
    "exchange": _l(
        "The provider took no code from us. Most often the client secret is wrong or has ended, or the "
        "redirect address differs."
    ),
    "token": _l("The provider's answer is not what it has to be, so it was not believed."),
    "tenant": _l("An account of another tenant or domain than the one this connection is for."),
    "unknown": _l(
        "No address that the provider vouches for in a domain of this connection, and the account is not "
        "connected. See the page of the connection for its domains."
    ),
    "has-password": _l(
        "Somebody here has this address and a way in already. They sign in as they did and connect the two "
        "on their own page; administrators always do."
    ),
    "not-invited": _l("Nobody here has this address, and the connection takes nobody on by itself."),
    "ended": _l("The person's access was ended here."),
    "other-person": _l("The account at the provider belongs to another person here."),
    "signed-out": _l("The session ended while the person was at the provider."),
}
