"""A worker that does not hold on to its supervisor: what the lifeline is there for."""

import threading

if __name__ == "__main__":
    threading.Event().wait()
