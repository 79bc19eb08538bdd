/** Judges the model by the rows it has never seen. */
import { readFileSync, writeFileSync } from 'node:fs';
import { predict } from './model.mjs';
import { readParams } from './params.mjs';
import { readExamples, rounded, writeTable } from './table.mjs';

const { threshold } = readParams('evaluate');
const { features, labels } = readExamples('features/test.csv');
const model = JSON.parse(readFileSync('model.json', 'utf8'));

const forecasts = features.map((row, index) => {
  const probability = predict(model, row);
  return { probability, alarm: probability >= threshold, fails: labels[index] === 1 };
});
const count = test => forecasts.filter(test).length;
const share = (part, whole) => (whole === 0 ? 0 : rounded(part / whole));

const failing = count(({ fails }) => fails);
const healthy = forecasts.length - failing;
const caught = count(({ alarm, fails }) => alarm && fails);
const falseAlarms = count(({ alarm, fails }) => alarm && !fails);
const missed = failing - caught;

const roc = rocOf(forecasts);
const metrics = {
  accuracy: share(forecasts.length - missed - falseAlarms, forecasts.length),
  log_loss: rounded(meanLogLoss(forecasts)),
  roc_auc: rounded(areaBelow(roc)),
  failures: {
    precision: share(caught, caught + falseAlarms),
    recall: share(caught, failing),
    f1: share(2 * caught, 2 * caught + falseAlarms + missed),
  },
};

writeFileSync('metrics.json', `${JSON.stringify(metrics, undefined, 2)}\n`);
writeTable('roc.csv', ['false_alarm_rate', 'recall'], roc);
writeTable(
  'confusion.csv',
  ['actual', 'predicted'],
  forecasts.map(({ alarm, fails }) => [fails ? 'fails' : 'runs', alarm ? 'fails' : 'runs']),
);
console.log(`${caught} of ${failing} failures caught, ${falseAlarms} false alarms in ${healthy} healthy pumps`);

function meanLogLoss(judged) {
  const losses = judged.map(({ probability, fails }) => Math.log(Math.max(fails ? probability : 1 - probability, 1e-12)));
  return -losses.reduce((sum, loss) => sum + loss, 0) / judged.length;
}

/** Lowers the threshold from 1 to 0, one forecast at a time; gives what each step would raise. */
function rocOf(judged) {
  let seen = 0;
  let hits = 0;
  const points = [[0, 0]];
  for (const { fails } of [...judged].sort((one, other) => other.probability - one.probability)) {
    if (fails) hits += 1;
    seen += 1;
    points.push([(seen - hits) / healthy, hits / failing]);
  }
  return points;
}

function areaBelow(points) {
  return points.slice(1).reduce((area, [x, y], index) => {
    const [previousX, previousY] = points[index];
    return area + ((x - previousX) * (y + previousY)) / 2;
  }, 0);
}
