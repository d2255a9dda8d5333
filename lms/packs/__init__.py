"""The content format: modules and quizzes as folders of text files, read, checked and frozen.

Pure: no Flask, no database. `read_pack` reads a folder; `closure` freezes a module with everything it uses; `compare`
says whether a change is minor or major. The format itself is described in `docs/content-format.md`.
"""
