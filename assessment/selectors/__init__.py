"""Reads of runs, questions, scores and systems; the public door for the apps above."""
