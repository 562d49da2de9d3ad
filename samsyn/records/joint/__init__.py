"""What two authorities decide together, whatever it is: a problem picture, goals, a plan, a follow-up.

`models.Joint` is the row, `kinds.Kind` says how it becomes text and what is checked, `services` carry it from draft to decision.
"""
