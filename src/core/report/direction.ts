export type Direction = 'higher' | 'lower';

const HIGHER = [
  'accuracy',
  'acc',
  'f1',
  'auc',
  'precision',
  'recall',
  'r2',
  'score',
  'specificity',
  'sensitivity',
];
const LOWER = [
  'loss',
  'error',
  'rmse',
  'mse',
  'mae',
  'mape',
  'latency',
  'size',
  'time',
  'perplexity',
  'wer',
  'cer',
];

/**
 * Which way a metric is better, as its name says: a guess, good for a colour and never for a verdict. The last part that
 * means something counts, so that `val.roc_auc` is an area and `accuracy_loss` a loss.
 *
 * @returns undefined where the name says nothing.
 */
export function usualDirection(name: string): Direction | undefined {
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = words.findLast(word => HIGHER.includes(word) || LOWER.includes(word));
  if (last === undefined) return undefined;
  return HIGHER.includes(last) ? 'higher' : 'lower';
}
