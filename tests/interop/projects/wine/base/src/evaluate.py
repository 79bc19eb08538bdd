"""evaluate.py RESULTS METRICS ERRORS: measures the predictions, and lists their errors for a plot."""

import json
import sys
from pathlib import Path

import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

results, metrics, errors = map(Path, sys.argv[1:])
table = pd.read_csv(results / "predictions.csv")
quality, predicted = table["quality"], table["predicted"]

errors.parent.mkdir(exist_ok=True)
table.assign(error=predicted - quality)[["predicted", "error"]].sort_values(["predicted", "error"]).to_csv(
    errors, index=False
)
values = {
    "wines": len(table),
    "r2": r2_score(quality, predicted),
    "error": {
        "mean_absolute": mean_absolute_error(quality, predicted),
        "root_mean_squared": root_mean_squared_error(quality, predicted),
    },
}
metrics.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
