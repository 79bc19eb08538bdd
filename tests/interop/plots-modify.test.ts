/** `plots modify`: what it makes of a pipeline file that people wrote, byte for byte. */
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';

const handWritten = `# top
stages:
    train:   # first
        cmd: "true"   # do it
        deps: [a]
        plots:
            - bare.csv
            - loss.csv:   # by epoch
                cache: false   # in git
                template: simple   # for now
                x: step
        metrics: [{m.json: {cache: false}}]   # numbers
        outs:
        - model:
            desc: the model
            type: model
            labels: [b, a]
            remote: far
            push: false
    templated:
        cmd: echo \${z} > t
        vars: [{z: 1}]
        outs: [t.csv]
plots:
- loss.csv: {title: theirs}   # top
`;

async function withPipeline(text = handWritten): Promise<Both> {
  const both = await Both.create();
  both.write('dvc.yaml', text);
  both.write('a', 'a\n');
  both.write('.dvc/plots/mine.json', '{"data": {"values": "<DVC_METRIC_DATA>"}}');
  both.write('.dvc/config', '[\'remote "far"\']\n    url = /tmp/nowhere\n');
  both.commitAll('start');
  return both;
}

describe('plots modify', () => {
  it.for([
    ['sets', 'loss.csv -t linear -y loss --title A:b --x-label # --y-label yes'],
    ['sets what is drawn by a template of the project', 'loss.csv -t mine'],
    ['says that there is no header', 'loss.csv --no-header'],
    ['takes away', 'loss.csv --unset x'],
    ['takes away and sets', 'loss.csv -x epoch --unset x'],
    ['sets of a plot without any', 'bare.csv -x step'],
    ['changes nothing', 'bare.csv'],
  ])('%s (%s)', async ([, line = '']) => {
    using both = await withPipeline();
    await both.probe({ argv: ['plots', 'modify', ...line.split(' ')], strictness: 'exact' });
    both.compareTrees();
  });

  // Where lists get other items DVC drops the comments in them, which stay with us.
  const bare = handWritten.replace(/ +# .*$/gm, '');

  it.for([
    ['takes away', 'loss.csv --unset x template'],
    ['makes a plot of a metric', 'm.json -x step'],
    ['makes a plot of an output', 'model --title M'],
    ['makes a plot of an output without properties', 'model'],
  ])('%s (%s), where there are no comments', async ([, line = '']) => {
    using both = await withPipeline(bare);
    await both.probe({ argv: ['plots', 'modify', ...line.split(' ')], strictness: 'exact' });
    both.compareTrees();
  });

  it('goes on from what it wrote', async () => {
    using both = await withPipeline(bare);
    for (const line of ['loss.csv -x e --title t', 'loss.csv --unset x title template', 'model -y q'])
      await both.probe({ argv: ['plots', 'modify', ...line.split(' ')], strictness: 'exact' });
    both.compareTrees();
  });

  it('refuses the same', async () => {
    using both = await withPipeline();
    both.write('sub/empty', '');
    for (const line of [
      'loss.csv --unset nope',
      'bare.csv --unset x',
      'm.json --unset x',
      'nope.csv -x a',
      'loss.csv -t nope',
      '. -x a',
      'train -x a',
      't.csv -x a',
      't.csv --unset x',
    ]) {
      const argv = ['plots', 'modify', ...line.split(' ')];
      const { judge, subject } = await both.run(argv);
      expect(subject.stdout).toBe(judge.stdout);
      const said = judge.stderr.split('\n')[0]?.replace('unexpected error - ', '');
      expect(subject.stderr.split('\n')[0], both.history).toBe(said);
      both.compareTrees();
    }
  });

  it('finds the output from the folder that it stands in', async () => {
    using both = await withPipeline();
    both.write('sub/x', '');
    await both.probe({ argv: ['plots', 'modify', '../loss.csv', '-y', 'q'], strictness: 'exact' }, 'sub');
    await both.run(['plots', 'modify', '../loss.csv', '--unset', 'nope'], { folder: 'sub' });
    both.compareTrees();
  });
});
