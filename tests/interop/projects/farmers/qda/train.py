"""Learns from a farm's answers whether the farmer sees the climate changing, and measures how well."""

import json

import matplotlib
import pandas as pd
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.impute import SimpleImputer
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import scale

matplotlib.use("Agg")
from matplotlib import pyplot

farms = pd.read_csv("data_processed.csv")
sees_change = (farms.pop("cons_general") >= 4).to_numpy().astype(int)
answers = SimpleImputer(strategy="mean").fit_transform(scale(farms))

predicted = cross_val_predict(QuadraticDiscriminantAnalysis(), answers, sees_change, cv=5)
is_right = predicted == sees_change

(true_no, false_yes), (false_no, true_yes) = confusion_matrix(sees_change, predicted)
metrics = {
    "accuracy": float(is_right.mean()),
    "specificity": float(true_no / (true_no + false_yes)),
    "sensitivity": float(true_yes / (true_yes + false_no)),
}
with open("metrics.json", "w", encoding="utf-8") as file:
    json.dump(metrics, file)

by_region = pd.Series(is_right).groupby(farms["region"]).mean()
by_region.plot.bar(color="seagreen", rot=0, xlabel="Region", ylabel="Model accuracy", ylim=(0, 1))
pyplot.savefig("by_region.png", dpi=80)
