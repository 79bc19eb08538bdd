"""Logs a small training by DVCLive into the current folder. The argument is a seed."""

import random
import sys

del sys.path[0]  # this folder, whose files may be called like packages

import numpy
from dvclive import Live
from PIL import Image

random.seed(int(sys.argv[1]))
numpy.random.seed(int(sys.argv[1]))

with Live(save_dvc_exp=False, report=None) as live:
    live.log_param("lr", 0.1)
    for epoch in range(4):
        live.log_metric("train/loss", random.random() / (epoch + 1))
        live.log_metric("val/acc", float("nan") if epoch == 2 else random.random())
        live.log_metric("plain", epoch * 2, timestamp=False)
        live.log_image("sample.png", numpy.full((4, 4, 3), epoch * 20, numpy.uint8))
        live.next_step()
    live.log_image("logo.jpg", Image.new("RGB", (4, 4), "red"))
    truth = [0, 1, 0, 1, 1, 0]
    live.log_sklearn_plot("roc", truth, [random.random() for _ in truth])
    live.log_sklearn_plot("precision_recall", truth, [random.random() for _ in truth])
    live.log_sklearn_plot("calibration", truth, [random.random() for _ in truth])
    live.log_sklearn_plot("confusion_matrix", truth, [1, 1, 0, 1, 0, 0], name="cm/cm", normalized=True)
    live.log_sklearn_plot("confusion_matrix", truth, [1, 1, 0, 1, 0, 0])
    live.log_plot("custom", [{"x": i, "y": i * i} for i in range(4)], x="x", y="y", template="scatter")
