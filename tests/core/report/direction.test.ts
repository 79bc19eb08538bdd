import { describe, expect, it } from 'vitest';
import { usualDirection } from '../../../src/core/report/direction.ts';

describe('the usual direction of a metric', () => {
  it.each([
    ['accuracy', 'higher'],
    ['val.roc_auc', 'higher'],
    ['F1-score', 'higher'],
    ['macroF1', 'higher'],
    ['train/loss', 'lower'],
    ['accuracy_loss', 'lower'],
    ['valMAE', 'lower'],
    ['inference time (ms)', 'lower'],
  ])('%s is better when it is %s', (name, direction) => {
    expect(usualDirection(name)).toBe(direction);
  });

  it.each(['', 'epochs', 'glossary', 'timed', 'n'])('of %j is not known', name => {
    expect(usualDirection(name)).toBeUndefined();
  });
});
