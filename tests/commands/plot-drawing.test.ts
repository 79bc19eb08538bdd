import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const PIPELINE = `plots:
- loss.csv: {x: epoch}
- Accuracy: {x: epoch, y: {loss.csv: acc}, template: simple}
- cm.csv: {template: confusion, x: actual, y: predicted}
- "../../x <b>": {x: epoch, y: {loss.csv: acc}}
`;
const LOSS = 'epoch,acc,loss\n0,0.5,1e0\n1,0.75,0.5\n2,0.8,nan\n10,0.9,0.1\n';

async function drawn(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'loss.csv': LOSS, 'cm.csv': 'actual,predicted\na,a\na,b\nb,b\n' });
  rig.git('add', '.');
  rig.git('commit', '-qm', 'one');
  rig.write({ 'loss.csv': LOSS.replace('0.9', '0.95') });
  return rig;
}

describe('plots show --svg', () => {
  it('writes one file a plot, prints where, and says what it leaves out', async () => {
    using rig = await drawn();
    expect(await rig.mltrack('plots show --svg -o pictures')).toEqual({
      code: 0,
      stdout: ['loss_csv', 'Accuracy', 'cm_csv', '______x__b_']
        .map(name => `pictures/${name}.svg\n`)
        .join(''),
      stderr:
        "WARNING: 'loss.csv' in 'workspace': 1 of 4 values of 'loss' is no number and is left out ('nan' in row 3)\n",
    });
    const svg = rig.read('pictures/Accuracy.svg');
    expect(svg).toContain('Accuracy</text>');
    // Numbers that the file has as texts: 10 comes after 2.
    expect(svg).toContain('aria-label="epoch: 10; acc: 0.95');
    expect(rig.read('pictures/______x__b_.svg')).toContain('../../x &lt;b&gt;');
  });

  it('draws the cells of a confusion matrix with their counts', async () => {
    using rig = await drawn();
    await rig.mltrack('plots show --svg -o .');
    const svg = rig.read('cm_csv.svg');
    // A square and a number each.
    expect(svg.match(/aria-label="actual: [ab]; predicted: [ab]/g)).toHaveLength(8);
    for (const count of ['>0</text>', '>1</text>']) expect(svg).toContain(count);
  });

  it('draws the rest where one file is broken, missing, or drawn by a template that is none', async () => {
    using rig = await drawn();
    rig.write({
      'bad.csv': new Uint8Array([97, 10, 0xff, 10]),
      '.dvc/plots/odd.json': '{"data": {"values": "<DVC_METRIC_DATA>"}, "mark": "nonsense"}',
      '.dvc/plots/web.json':
        '{"x": {"values": "<DVC_METRIC_DATA>"}, "data": {"url": "https://example.com/a.csv"}, "mark": "point"}',
      'dvc.yaml': `plots:
- bad.csv
- gone.csv
- odd: {y: {loss.csv: acc}, template: odd}
- web: {y: {loss.csv: acc}, template: web}
- lost: {y: {loss.csv: acc}, template: lost}
- column: {y: {loss.csv: nothing}}
- cm.csv: {template: confusion, x: actual, y: predicted}
`,
    });
    const { code, stdout, stderr } = await rig.mltrack('plots show --svg');
    // As for a page, a template that is missing is a mistake; what Vega-Lite refuses is found by drawing alone.
    expect({ code, stdout }).toEqual({ code: 255, stdout: 'dvc_plots/cm_csv.svg\n' });
    expect(stderr.split('\n').filter(line => line !== '')).toEqual([
      "WARNING: In 'workspace', could not find provided field ('nothing') in data fields ('epoch, acc, loss').",
      "WARNING: 'bad.csv' in 'workspace': it is not UTF-8 text",
      "WARNING: 'gone.csv' in 'workspace': there is no such file",
      expect.stringMatching(/^WARNING: 'odd' in 'workspace': Vega-Lite refuses the template \(/),
      "WARNING: 'web' in 'workspace': https://example.com/a.csv would have to be loaded, which is not done",
      "WARNING: 'lost' in 'workspace': Template 'lost' not found.",
      "DVC failed to load some plots for following revisions: 'workspace'.",
      "ERROR: Template 'lost' not found.",
    ]);
  });
});

it.for(['', '--svg', '--png', '--ascii'])(
  'plots show %s names in the same words what it does not draw',
  async form => {
    using rig = await Rig.create('dvc');
    rig.write({
      'loss.csv': LOSS,
      'broken.csv': new Uint8Array([97, 10, 0xff, 10]),
      'texts.csv': 'step,loss\n0,high\n',
      'bad.json': '{"a": ',
      'long.csv': `n,v\n${Array.from({ length: 100_000 }, (_, n) => `${n},${n % 90}\n`).join('')}`,
      'dvc.yaml':
        'plots: [broken.csv, gone.csv, bad.json, long.csv, {texts.csv: {}}, {column: {y: {loss.csv: none}}}]\n',
    });
    const { code, stdout, stderr } = await rig.mltrack(`plots show ${form}`.trim());
    const nothing = "nothing in 'loss' is a number ('high' in row 1)";
    expect({ code, stderr: stderr.trimEnd().split('\n') }).toEqual({
      code: 0,
      stderr: [
        expect.stringContaining(
          "WARNING: In 'workspace', could not find provided field ('none') in data fields",
        ),
        "WARNING: 'broken.csv' in 'workspace': it is not UTF-8 text",
        "WARNING: 'gone.csv' in 'workspace': there is no such file",
        expect.stringMatching(/^WARNING: 'bad\.json' in 'workspace': 1:7: /),
        // Beside its chart, in letters.
        ...(form === '--ascii' ? [] : [`WARNING: 'texts.csv' in 'workspace': ${nothing}`]),
        "DVC failed to load some plots for following revisions: 'workspace'.",
      ],
    });
    if (form === '--ascii') expect(stdout).toContain(`  ${nothing}\n`);
    else if (form !== '') expect(rig.has(`dvc_plots/long_csv.${form.slice(2)}`)).toBe(true);
  },
);

it('plots diff --png puts the revisions into one picture, and copies pictures', async () => {
  using rig = await drawn();
  const pixel = readFileSync(join(import.meta.dirname, '..', 'interop', 'projects', 'pixel.png'));
  rig.write({ 'pixel.png': pixel });
  const { code, stdout } = await rig.mltrack('plots diff HEAD --png --targets Accuracy pixel.png');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'dvc_plots/Accuracy.png\ndvc_plots/workspace_pixel.png\n',
  });
  expect(readFileSync(join(rig.root, 'dvc_plots/Accuracy.png')).subarray(1, 4).toString()).toBe('PNG');
  expect(readFileSync(join(rig.root, 'dvc_plots/workspace_pixel.png')).equals(pixel)).toBe(true);
});

it('plots show --ascii draws in letters, and writes nothing', async () => {
  using rig = await drawn();
  const { code, stdout } = await rig.mltrack('plots show --ascii');
  expect(code).toBe(0);
  expect(stdout).toContain('Accuracy  acc by epoch\n');
  expect(stdout).toContain('last 0.95  ↓ 0.5 ↑ 0.95');
  expect(stdout).toContain("  1 of 4 values of 'loss' is no number and is left out ('nan' in row 3)\n");
  expect(stdout).toMatch(/cm\.csv {2}predicted in rows, actual in columns\n {2}workspace\n +a +b\n/);
  expect(rig.has('dvc_plots')).toBe(false);
});

it('only one form of output is made', async () => {
  using rig = await drawn();
  const { code, stderr } = await rig.mltrack('plots show --svg --ascii');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "ERROR: '--svg' and '--ascii' are mutually exclusive options.\n",
  });
});
