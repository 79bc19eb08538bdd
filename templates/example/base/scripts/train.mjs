/** Learns the model from the rows that `prepare.mjs` set apart for it. */
import { writeFileSync } from 'node:fs';
import { fit } from './model.mjs';
import { readParams } from './params.mjs';
import { readExamples, rounded, writeTable } from './table.mjs';

const examples = readExamples('features/train.csv');
const { model, losses } = fit(examples, readParams('train'));

const text = JSON.stringify(model, (_, value) => (typeof value === 'number' ? rounded(value) : value), 2);
writeFileSync('model.json', `${text}\n`);
writeTable(
  'loss.csv',
  ['epoch', 'log_loss'],
  losses.map((loss, epoch) => [epoch, loss]),
);
console.log(`log loss ${rounded(losses[0])} before the first epoch, ${rounded(losses.at(-1))} before the last`);
