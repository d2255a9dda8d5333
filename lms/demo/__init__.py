"""The demo company: a Danish energy supplier that does not exist, with 240 managers who do not exist either."""

from lms.demo.loading import PASSWORD, SIGN_INS, load

__all__ = ["PASSWORD", "SIGN_INS", "load"]
