"""train.py PARTS FOLDER: grows a forest on one part, writes what it says of the other and what it looked at."""

import sys
from pathlib import Path

import pandas as pd
from ruamel.yaml import YAML
from sklearn.ensemble import RandomForestRegressor

parts, folder = Path(sys.argv[1]), Path(sys.argv[2])
params = YAML(typ="safe").load(Path("params.yaml"))["forest"]

train, test = pd.read_csv(parts / "train.csv"), pd.read_csv(parts / "test.csv")
features = train.columns.drop("quality")
forest = RandomForestRegressor(
    n_estimators=params["trees"],
    max_depth=params["max_depth"],
    min_samples_leaf=params["min_samples_leaf"],
    random_state=params["seed"],
)
forest.fit(train[features], train["quality"])

(folder / "forest").mkdir(parents=True)
importance = pd.Series(forest.feature_importances_, index=features, name="importance")
importance.sort_values(ascending=False).to_csv(folder / "forest" / "importance.csv", index_label="feature")
sizes = pd.DataFrame({"depth": tree.get_depth(), "leaves": tree.get_n_leaves()} for tree in forest.estimators_)
sizes.to_csv(folder / "forest" / "trees.csv", index_label="tree")
predictions = pd.DataFrame({"quality": test["quality"], "predicted": forest.predict(test[features])})
predictions.to_csv(folder / "predictions.csv", index=False)
