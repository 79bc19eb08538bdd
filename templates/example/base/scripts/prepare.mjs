/** Splits the log of the pumps into rows to learn from and rows to test on, and brings its columns to one scale. */
import { mkdirSync } from 'node:fs';
import { readParams } from './params.mjs';
import { seededRandom, shuffled } from './random.mjs';
import { readTable, writeTable } from './table.mjs';

const { test_share, seed } = readParams('prepare');
const { columns, rows } = readTable('data/pumps.csv');

// The first column names the pump and teaches nothing; an empty cell is a sensor that was silent that day.
const names = columns.slice(1);
const readings = rows.map(row => row.slice(1).map(cell => (cell === '' ? undefined : Number(cell))));

const order = shuffled(readings, seededRandom(seed));
const testRows = Math.round(order.length * test_share);
const test = order.slice(0, testRows);
const train = order.slice(testRows);

// Only the rows to learn from decide the scale: the test must not leak into what is learned.
const scales = names.slice(0, -1).map((_, column) => scaleOf(train.map(row => row[column])));

mkdirSync('features', { recursive: true });
writeTable('features/train.csv', names, train.map(standardized));
writeTable('features/test.csv', names, test.map(standardized));
console.log(`${train.length} rows to learn from, ${test.length} to test on`);

function standardized(row) {
  const label = row.at(-1);
  return [...scales.map(({ mean, deviation }, column) => ((row[column] ?? mean) - mean) / deviation), label];
}

function scaleOf(column) {
  const known = column.filter(value => value !== undefined);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
