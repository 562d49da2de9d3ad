"""Oenighet: what the two parties do not agree on, with each one's own view, goes to the next level by a date.

It never touches the text that it is about, nor its approvals. `subjects` says what it can be about; the services hold
the rules, `queries` what each reader may see of the two views.
"""
