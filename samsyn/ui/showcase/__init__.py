"""/komponenter/: every part that pages are built of, on one page, with invented figures."""
