"""What stands in the way of publishing beyond what the format asks: what readers cannot see, hear or follow.

Each check is a function of the draft's files; none of them knows a database or a request.
"""
