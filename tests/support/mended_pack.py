"""The small pack whose first quiz has a wrong key: the cup is said to be hot, until a minor says it is not."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from lms.catalog.library import SyncReport, sync
from lms.learning.models import Attempt
from lms.learning.regrading.models import Policy, Regrade
from lms.people.models import Person
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.ruled_pack import PASS_MARK, Pupil
from tests.support.small_pack import write_small_pack

_majors = count(2)
RIGHT_ONE = 'text = {en = "Yes", da = "Ja"}\ncorrect = true\n'
WRONG_ONE = 'text = {en = "No", da = "Nej"}\n'


class MendedPack:
    """One major of the pack: wrong as it begins; each further call of `mend` is its next minor."""

    def __init__(self, installation: Installation, settings: str = "") -> None:
        """Publish a new major with the wrong key."""
        self._installation, self._settings = installation, settings
        self.major, self.minor, self.named = next(_majors), 0, list[str]()
        self.publish(hot="yes")

    def mend(self, *names: str, hot: str = "no", answer: str = "7391.25") -> None:
        """Publish the next minor with these keys, naming one more item for each of `names`."""
        self.minor, self.named = self.minor + 1, [*self.named, *names]
        self.publish(hot=hot, answer=answer)

    def publish(self, *, hot: str, answer: str = "7391.25") -> None:
        """Publish the pack as it is now; it must be taken."""
        report = self.read(hot=hot, answer=answer)
        assert not report.problems, report.problems
        assert report.stored

    def read(self, *, hot: str, answer: str = "7391.25", number: str = "") -> SyncReport:
        """Have the library read the pack with these keys."""
        number = number or f"{self.major}.{self.minor}"
        folder = self._installation.config.data.parent / "pack"
        write_small_pack(folder, version=f"{self.major}.{self.minor}", quiz=number)
        quiz = folder / "quizzes" / "cups.toml"
        text = quiz.read_text(encoding="utf-8").replace("answer = 7391.25", f"answer = {answer}")
        if hot == "no":
            text = text.replace(RIGHT_ONE, RIGHT_ONE.replace("correct = true\n", ""))
            text = text.replace(WRONG_ONE, WRONG_ONE + "correct = true\n")
        mended = f"mended = {self.named}\n".replace("'", '"') if self.named else ""
        quiz.write_text(text.replace(PASS_MARK, PASS_MARK + self._settings + mended), encoding="utf-8")
        return sync(self._installation.database, folder, self._installation.clock.now())


def pupil_of(company: Company) -> Pupil:
    """Take a pupil on in a company that is there."""
    person = company.person()
    return Pupil(company.installation, person, company.browser(person))


def took(company: Company, hot: str | None = None, number: float | None = None) -> Pupil:
    """Return somebody who took the quiz with these answers."""
    pupil = pupil_of(company)
    context = pupil.start()
    for item, value in (("hot", hot), ("count", number)):
        if value is not None:
            assert pupil.keep(context, item, value).status_code == 200
    pupil.submit(context)
    return pupil


def history(pupil: Pupil) -> list[Regrade]:
    """Return what is kept of a pupil's earlier results."""
    with pupil.installation.database.reading() as session:
        mine = select(Regrade).where(Regrade.person_id == pupil.person.id)
        return list(session.scalars(mine.order_by(Regrade.number)))


def put_right(company: Company, person: Person) -> None:
    """Let a result of somebody who has an attempt have been regraded."""
    with company.installation.database.writing() as session:
        attempt = session.scalars(select(Attempt).where(Attempt.person_id == person.id).limit(1)).one()
        session.add(
            Regrade(
                organisation_id=attempt.organisation_id,
                person_id=attempt.person_id,
                attempt_id=attempt.id,
                number=1,
                from_version_id=attempt.quiz_version_id,
                to_version_id=attempt.quiz_version_id,
                items=["customer-value"],
                reason=Policy.NOBODY_LOSES.value,
                scores={"customer-value": 0.0},
                score=0.0,
                passed=False,
                new_score=0.25,
                new_passed=False,
                at=company.installation.clock.now(),
            )
        )
