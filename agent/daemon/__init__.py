"""The process that keeps time: it holds neither the store nor the configuration, and does nothing itself.

It wakes, lets a child look what is due (``agent.schedule.tick``), runs that in a further child with a deadline, and tells
the service manager that it lives. It imports none of what those need: the idle process is the interpreter, click and
APScheduler.
"""
