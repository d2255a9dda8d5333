"""A worker that waits for the end of its supervisor or for a signal."""

import threading

from lms.serving.lifeline import hold_on

if __name__ == "__main__":
    hold_on()
    threading.Event().wait()
