/** The model: logistic regression. Another model is another file with the same two functions. */

/**
 * Learns one weight for each feature, and a bias, by gradient descent on the log loss.
 *
 * @param examples `features`, one list of numbers a row, and `labels`, 1 or 0.
 * @param params `learning_rate`; `epochs`, passes over all rows; `l2`, the price of large weights.
 * @returns the learned weights, and the mean log loss before each epoch.
 */
export function fit({ features, labels }, { learning_rate, epochs, l2 }) {
  const model = { bias: 0, weights: features[0].map(() => 0) };
  const losses = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    let loss = 0;
    let biasSlope = 0;
    const slopes = model.weights.map(weight => l2 * weight);
    features.forEach((row, index) => {
      const probability = predict(model, row);
      const error = (probability - labels[index]) / features.length;
      loss += logLoss(probability, labels[index]) / features.length;
      biasSlope += error;
      row.forEach((value, column) => {
        slopes[column] += error * value;
      });
    });
    losses.push(loss);
    model.bias -= learning_rate * biasSlope;
    model.weights = model.weights.map((weight, column) => weight - learning_rate * slopes[column]);
  }
  return { model, losses };
}

/** @returns the probability that the row's label is 1. */
export function predict({ bias, weights }, row) {
  const score = weights.reduce((sum, weight, column) => sum + weight * row[column], bias);
  return 1 / (1 + Math.exp(-score));
}

/** The price of a forecast: near 0 when it was right and sure, large when it was wrong and sure. */
function logLoss(probability, label) {
  return -Math.log(Math.max(label === 1 ? probability : 1 - probability, 1e-12));
}
