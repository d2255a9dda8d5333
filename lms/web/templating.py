"""How pages are put together: Jinja as it is, without the work it does anew for each call and each import."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from types import FunctionType, MethodType
from typing import Any, Final

from flask.templating import Environment
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup

_PASSES: Final = "jinja_pass_arg"
"""Where Jinja marks a function that takes its context, or part of it, as first argument."""

_PLAIN: Final = frozenset({FunctionType, MethodType})


class PageContext(Context):
    """A context that knows at once what a macro and a plain function take; anything else goes Jinja's own way."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: B902, N805  - Jinja's names
        """Call `__obj` as Jinja does: a page calls some five hundred macros and functions."""
        kind = __obj.__class__
        wants = getattr(__obj, _PASSES, None) if kind in _PLAIN else None
        if kind is Macro or wants is _EVALUATION:
            args = (__self.eval_ctx, *args)
        elif kind not in _PLAIN or wants is not None:
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return __obj(*args, **kwargs)
        except StopIteration:
            return __self.environment.undefined("a callable raised a StopIteration exception")


class PageEnvironment(Environment):
    """Flask's environment; all templates share one set of globals, so that an import need not compare two."""

    context_class = PageContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own globals, below those of one template where it has any."""
        return super().make_globals(d) if d else self.globals


def speaking(word: Callable[[str], str]) -> Callable[..., str]:
    """Return `_` for templates: the translation by `word`, its variables filled in, escaped where the page is HTML."""

    @pass_eval_context
    def said(evaluation: EvalContext, text: str, /, **variables: Any) -> str:
        found = word(text)
        if evaluation.autoescape:
            found = Markup(found)  # noqa: S704  - our own words; what is filled in is escaped
        return found % variables if variables or "%" in found else found

    return said


_EVALUATION: Final = getattr(speaking(str), _PASSES)
