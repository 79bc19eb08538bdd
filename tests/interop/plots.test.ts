/** What `plots show` and `plots diff` give to programs: everything but the look of the built-in templates is DVC's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { logDvclive } from './rig/dvclive.ts';
import { withQuotedNumbers } from './rig/loose.ts';

/** A JSON answer with the places of its copy taken out, and of a built-in template only what it is filled with. */
function comparableAnswer(root: string, text: string): unknown {
  if (text === '') return '';
  const answer = JSON.parse(withQuotedNumbers(text.replaceAll(root, '<root>'))) as {
    data?: Record<string, Drawn[]>;
  };
  for (const drawn of Object.values(answer.data ?? {}).flat()) {
    const { content } = drawn;
    if (content === undefined) continue;
    const { values } = content['data'] as { values: unknown };
    drawn.content = { values, title: (content['title'] as { text: unknown }).text };
  }
  // Which plot comes first counts as well.
  return JSON.stringify(answer, undefined, 1);
}

interface Drawn {
  content?: Record<string, unknown>;
}

async function compareAnswers(both: Both, argv: readonly string[], folder = '.'): Promise<string> {
  const { judge, subject } = await both.run(['plots', ...argv], { folder });
  const text = `plots ${argv.join(' ')}\n${both.history}\n${subject.stderr}`;
  expect(comparableAnswer(both.subject.root, subject.stdout), text).toEqual(
    comparableAnswer(both.judge.root, judge.stdout),
  );
  return judge.stdout;
}

const PIXEL = readFileSync(join(import.meta.dirname, 'projects', 'pixel.png'));

const PIPELINE = `stages:
  s:
    cmd: "true"
    deps: [cm.json]
    plots:
    - loss.csv: {cache: false, title: Loss, y: loss}
    - imgs: {cache: false}
    - bad.csv: {cache: false, header: false}
plots:
- plots/train/acc.tsv
- Accuracy:
    x: step
    y:
      plots/train/acc.tsv: acc
      plots/test/acc.tsv: acc
- cm.json: {template: confusion, x: actual, y: predicted}
- roc.json: {template: simple, x: fpr, y: tpr, x_label: FPR}
- imp.yaml: {template: bar_horizontal_sorted, x: importance, y: name}
- two.json
- gone.csv
- Many:
    y: {two.json: [e, v], loss.csv: loss}
- Mixed:
    x: {loss.csv: step}
    y: {plots/train/acc.tsv: [step, acc]}
- Nofield:
    y: {loss.csv: nope}
- sub
`;

const rows = (names: string, ...values: readonly (readonly unknown[])[]): string =>
  [names, ...values.map(row => row.join(','))].join('\n') + '\n';

function writeProject(both: Both): void {
  both.write('dvc.yaml', PIPELINE);
  both.write('sub/dvc.yaml', 'plots:\n- Accuracy: {y: {a.json: v}}\n- a.json: {y: v}\n');
  both.write('sub/a.json', '[{"v": 1}, {"v": 2}]');
  both.write('loss.csv', rows('step,loss', [0, 9.8358], [1, 0.4328], [2, 0.7623]));
  both.write('bad.csv', 'a,b\n1,"2\n3",\n,4,5,6\n');
  both.write('plots/train/acc.tsv', 'step\tacc\n0\t0.5\n1\t0.75\n2\t0.8\n');
  both.write('plots/test/acc.tsv', 'step\tacc\n0\t0.4\n1\t0.55\n2\t0.7\n');
  const pairs = [0, 1, 2, 0, 1, 2, 1].map((each, index) => ({
    actual: String(each),
    predicted: String(index % 3),
  }));
  both.write('cm.json', JSON.stringify(pairs));
  both.write('roc.json', JSON.stringify({ roc: [0, 0.5, 1].map(at => ({ fpr: at, tpr: at ** 0.5 })), n: 3 }));
  both.write('imp.yaml', 'imp:\n- {name: a, importance: 0.3}\n- {name: b.c, importance: 0.7}\n');
  both.write('two.json', '{"x":[{"e":9,"l":1}]}');
  both.write('imgs/10.png', PIXEL);
  both.write('imgs/2.png', PIXEL);
}

/** A second state with other values, a plot less and one more. */
function change(both: Both): void {
  both.write('loss.csv', rows('step,loss', [0, 5], [1, 0.25]));
  both.write('imgs/2.png', Buffer.concat([PIXEL, Buffer.from('more')]));
  both.write('two.json', '{"x":[{"e":1,"l":1}], "y": [{"e": 2, "l": 3}]}');
  both.write(
    'dvc.yaml',
    PIPELINE.replace('- gone.csv\n', '- new.json\n').replace('title: Loss', 'title: After'),
  );
  both.write('new.json', '[{"v": 1}]');
}

describe('plots of a project', () => {
  it('of every kind have the same data, anchors and pictures', async () => {
    using both = await Both.create();
    writeProject(both);
    for (const form of [['--json'], ['--json', '--split'], ['--json', '-o', 'elsewhere']])
      await compareAnswers(both, ['show', ...form]);
    both.compareTrees();
    // From another folder DVC does not find `header`.
    both.write('dvc.yaml', PIPELINE.replace(', header: false', ''));
    await compareAnswers(both, ['show', '--json', '--split'], 'sub');
  });

  it.each([
    [['loss.csv']],
    [['Accuracy', 'Many']],
    [['imgs', 'two.json']],
    [['loss.csv', '-x', 'step', '-y', 'loss', '--title', 'T', '--x-label', 'X', '--y-label', 'Y']],
    [['loss.csv', '--no-header']],
    [['cm.json', '-t', 'confusion_normalized', '-x', 'actual', '-y', 'predicted']],
    [['roc.json', '-t', 'scatter']],
    [['imp.yaml', '-t', 'bar_horizontal']],
    [['loss.csv', '-y', 'none']],
    [['nothing.csv']],
    [['params.yaml']],
  ])('are drawn as the command line says: %s', async words => {
    using both = await Both.create();
    writeProject(both);
    both.write('params.yaml', 'a: 1\n');
    await compareAnswers(both, ['show', '--json', ...words]);
    await compareAnswers(both, ['show', '--json', '--split', ...words]);
  });

  it('of two revisions are drawn together, whatever has come, gone or changed', async () => {
    using both = await Both.create();
    writeProject(both);
    both.commitAll('first');
    both.git('tag', 'v1');
    change(both);
    for (const words of [
      [],
      ['HEAD'],
      ['v1', 'workspace'],
      ['v1', 'HEAD'],
      ['--targets', 'loss.csv', 'Many'],
    ]) {
      await compareAnswers(both, ['diff', '--json', ...words]);
      await compareAnswers(both, ['diff', '--json', '--split', ...words]);
    }
    both.commitAll('second');
    await compareAnswers(both, ['diff', '--json']);
    await compareAnswers(both, ['diff', '--json', 'v1', 'HEAD', '--targets', 'two.json', '-t', 'simple']);
    both.compareTrees();
  });

  it('of a revision come from the cache, and what is not there is named', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', 'stages:\n  s:\n    cmd: printf "a,b\\n1,2\\n" > o.csv\n    plots: [o.csv]\n');
    await both.run(['repro']);
    both.commitAll('first');
    both.write('dvc.yaml', 'stages:\n  s:\n    cmd: printf "a,b\\n1,3\\n" > o.csv\n    plots: [o.csv]\n');
    await both.run(['repro']);
    await compareAnswers(both, ['diff', '--json', 'HEAD']);
    both.remove('.dvc/cache');
    const answer = await compareAnswers(both, ['diff', '--json', 'HEAD']);
    expect(answer).toContain('"errors"');
  });

  it('of a revision that is broken are named, and the others drawn', async () => {
    using both = await Both.create();
    writeProject(both);
    both.write('dvc.yaml', 'stages: [');
    both.commitAll('broken');
    both.write('dvc.yaml', PIPELINE);
    await compareAnswers(both, ['diff', '--json', 'HEAD']);
  });

  it('are drawn by templates of the project, to the letter', async () => {
    using both = await Both.create();
    writeProject(both);
    const template = {
      data: { values: '<DVC_METRIC_DATA>' },
      title: 'of <DVC_METRIC_TITLE>!',
      mark: { type: 'line', tooltip: '<DVC_METRIC_TOOLTIP>' },
      encoding: {
        x: { field: '<DVC_METRIC_X>', title: '<DVC_METRIC_X_LABEL>' },
        y: { field: '<DVC_METRIC_Y>', title: '<DVC_METRIC_Y_LABEL>' },
        color: '<DVC_METRIC_COLOR>',
        strokeDash: '<DVC_METRIC_STROKE_DASH>',
        row: '<DVC_METRIC_ROW>',
      },
    };
    both.write('.dvc/plots/mine.json', JSON.stringify(template));
    both.write('other/theirs.json', JSON.stringify({ ...template, height: '<DVC_METRIC_PLOT_HEIGHT>' }));
    const spec = async (...words: string[]): Promise<void> =>
      both.probe({ argv: ['plots', 'show', '--show-vega', ...words], strictness: 'json' });
    for (const name of ['mine', 'mine.json', 'other/theirs.json']) {
      await spec('loss.csv', '-t', name);
      await spec('Accuracy', '-t', name);
      await spec('Many', '-t', name);
    }
    await both.probe({ argv: ['plots', 'templates'], strictness: 'exact' });
  });

  it('logged by DVCLive are drawn', async () => {
    using both = await Both.create();
    both.commitAll('nothing yet');
    await logDvclive(both);
    const answer = await compareAnswers(both, ['show', '--json', '--split']);
    expect(answer).toContain('confusion_matrix.json');
    await compareAnswers(both, ['show', '--json']);
    both.commitAll('logged');
    await logDvclive(both, 2);
    await compareAnswers(both, ['diff', '--json', 'HEAD']);
  });
});

describe('the built-in templates', () => {
  it('are called as those of DVC, and have the same anchors', async () => {
    using both = await Both.create();
    const { judge, subject } = await both.run(['plots', 'templates']);
    expect(subject.stdout).toBe(judge.stdout);
    for (const name of judge.stdout.trim().split('\n')) {
      const template = await both.run(['plots', 'templates', name]);
      expect(anchorsOf(template.subject.stdout), name).toEqual(anchorsOf(template.judge.stdout));
    }
  });
});

function anchorsOf(template: string): readonly string[] {
  return [...new Set(template.match(/<DVC_METRIC_\w+>/g))].sort();
}
