"""split.py WINES FOLDER: puts the wines to learn from and those to be judged by into two files."""

import sys
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML
from sklearn.model_selection import train_test_split

wines, folder = sys.argv[1], Path(sys.argv[2])
params = YAML(typ="safe").load(Path("params.yaml"))["split"]

train, test = train_test_split(
    pd.read_csv(wines), test_size=params["test_size"], random_state=params["seed"]
)
folder.mkdir()
train.to_csv(folder / "train.csv", index=False)
test.to_csv(folder / "test.csv", index=False)
