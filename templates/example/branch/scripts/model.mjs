/** The model: a neural network with one hidden layer. It has the two functions of the model it replaces. */
import { seededRandom } from './random.mjs';

/**
 * Learns the weights of a network `features -> hidden units (tanh) -> probability` by gradient descent on the log loss.
 *
 * @param examples `features`, one list of numbers a row, and `labels`, 1 or 0.
 * @param params `learning_rate`; `epochs`, passes over all rows; `l2`, the price of large weights; `hidden_units`;
 *        `seed` of the random weights it starts from.
 * @returns the learned weights, and the mean log loss before each epoch.
 */
export function fit({ features, labels }, { learning_rate, epochs, l2, hidden_units, seed }) {
  const random = seededRandom(seed);
  const randomWeights = length => Array.from({ length }, () => random() - 0.5);
  const model = {
    bias: 0,
    weights: randomWeights(hidden_units),
    hidden: Array.from({ length: hidden_units }, () => ({ bias: 0, weights: randomWeights(features[0].length) })),
  };
  const losses = [];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const slope = slopeOf(model, l2);
    let loss = 0;
    features.forEach((row, index) => {
      const activations = activate(model.hidden, row);
      const probability = output(model, activations);
      loss += logLoss(probability, labels[index]) / features.length;
      addError(slope, model, row, activations, (probability - labels[index]) / features.length);
    });
    losses.push(loss);
    descend(model, slope, learning_rate);
    model.hidden.forEach((unit, number) => descend(unit, slope.hidden[number], learning_rate));
  }
  return { model, losses };
}

/** @returns the probability that the row's label is 1. */
export function predict(model, row) {
  return output(model, activate(model.hidden, row));
}

function activate(hidden, row) {
  return hidden.map(unit => Math.tanh(weightedSum(unit, row)));
}

function output(unit, activations) {
  return 1 / (1 + Math.exp(-weightedSum(unit, activations)));
}

function weightedSum({ bias, weights }, values) {
  let sum = bias;
  for (let place = 0; place < weights.length; place += 1) sum += weights[place] * values[place];
  return sum;
}

/** Starts the slope of one epoch with what the price of large weights adds to it. */
function slopeOf(model, l2) {
  const ofUnit = ({ weights }) => ({ bias: 0, weights: weights.map(weight => l2 * weight) });
  return { ...ofUnit(model), hidden: model.hidden.map(ofUnit) };
}

/** Hands the error of one row back through the network. */
function addError(slope, model, row, activations, error) {
  addTo(slope, activations, error);
  activations.forEach((activation, number) => {
    addTo(slope.hidden[number], row, error * model.weights[number] * (1 - activation ** 2));
  });
}

function addTo(slope, values, error) {
  slope.bias += error;
  for (let place = 0; place < values.length; place += 1) slope.weights[place] += error * values[place];
}

function descend(unit, slope, learning_rate) {
  unit.bias -= learning_rate * slope.bias;
  unit.weights = unit.weights.map((weight, place) => weight - learning_rate * slope.weights[place]);
}

/** The price of a forecast: near 0 when it was right and sure, large when it was wrong and sure. */
function logLoss(probability, label) {
  return -Math.log(Math.max(label === 1 ? probability : 1 - probability, 1e-12));
}
