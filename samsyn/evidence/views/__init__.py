"""The room Underlag: one module per page and what belongs to it."""
