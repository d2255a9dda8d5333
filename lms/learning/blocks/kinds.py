"""Which class shows which kind of block; a kind that is not here needs nothing beyond the block itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lms.learning.blocks.calculator import CalculatorBlocks
from lms.learning.blocks.drill import DrillBlocks
from lms.learning.blocks.exercise import ExerciseBlocks
from lms.learning.blocks.promise import PromiseBlocks
from lms.learning.blocks.quiz import QuizBlocks
from lms.learning.blocks.reflect import ReflectBlocks
from lms.learning.blocks.self_assessment import SelfAssessmentBlocks
from lms.learning.blocks.turned import Block, ShownBlocks, Turned
from lms.learning.blocks.video import VideoBlocks

SHOWN: Final[dict[str, Callable[[Turned, Sequence[Block]], ShownBlocks]]] = {
    "calculator": CalculatorBlocks,
    "drill": DrillBlocks,
    "exercise": ExerciseBlocks,
    "promise": PromiseBlocks,
    "quiz": QuizBlocks,
    "reflect": ReflectBlocks,
    "self-assessment": SelfAssessmentBlocks,
    "video": VideoBlocks,
}
