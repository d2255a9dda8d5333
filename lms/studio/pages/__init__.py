"""The page editor: one page of a draft in one language, written in place, beside the page as the learner sees it."""
