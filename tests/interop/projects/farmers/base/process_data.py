"""Turns the survey's raw answers into a table of numbers: one row a farm, one column a question."""

import pandas as pd

# About the interview, not about the farm.
INTERVIEW = {"id", "date", "interviewtime", "info_gew", "info_resul"}
# Names of neighbours are private; the questions about single practices were hardly ever answered in full.
LEFT_OUT = "net_name legum conc add lact breed covman comp drag cov solar biog ecodr".split()


def is_used(column):
    return column not in INTERVIEW and not any(part in column for part in LEFT_OUT)


def as_numbers(answers):
    """Words become their place in the order in which they first appear, a missing one -1."""
    if answers.dtype.kind in "if":
        return answers
    return pd.Series(pd.factorize(answers)[0], index=answers.index)


survey = pd.read_csv("data_raw.csv", usecols=is_used)
survey.apply(as_numbers).to_csv("data_processed.csv")
