import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

/** Of each built-in template: what it draws a value with, and how it is called. */
const TEMPLATES = [
  ['simple', 'mark-line', 'step', 'loss'],
  ['linear', 'mark-line', 'step', 'loss'],
  ['smooth', 'mark-line', 'step', 'loss'],
  ['scatter', 'mark-symbol', 'step', 'loss'],
  ['scatter_jitter', 'mark-symbol', 'step', 'kind'],
  ['bar_horizontal', 'mark-rect', 'loss', 'kind'],
  ['bar_horizontal_sorted', 'mark-rect', 'loss', 'kind'],
  ['confusion', 'mark-rect', 'kind', 'guess'],
  ['confusion_normalized', 'mark-rect', 'kind', 'guess'],
] as const;

async function measured(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  for (const round of [1, 2, 3]) {
    const rows = Array.from({ length: 12 }, (_, step) => {
      const kind = 'abc'[step % 3]!;
      return `${step},${(step - 5) * round},${(step * round) / 10},${kind},${'abc'[(step * round) % 3]!}`;
    });
    rig.write({ 'a.csv': `step,loss,gain,kind,guess\n${rows.join('\n')}\n` });
    rig.git('add', '.');
    rig.git('commit', '-qm', `round ${round}`);
    rig.git('tag', `r${round}`);
  }
  return rig;
}

describe('a built-in template', () => {
  it.for(TEMPLATES)('%s draws one revision, and three, with their names', async ([template, mark, x, y]) => {
    using rig = await measured();
    const how = `--targets a.csv -t ${template} -x ${x} -y ${y} --svg`;
    for (const revisions of [['workspace'], ['r1', 'r2', 'r3']]) {
      const named = revisions.length === 1 ? 'r3 workspace' : revisions.join(' ');
      const { stderr } = await rig.mltrack(`plots diff ${named} ${how} --title Title`);
      expect(stderr).toBe('');
      const svg = rig.read('dvc_plots/a_csv.svg');
      expect(svg).toContain(`${mark} role-mark`);
      for (const text of ['Title', ...revisions]) expect(svg).toContain(`>${text}</text>`);
      expect(svg).not.toContain('NaN');
    }
  });

  it.for(TEMPLATES.filter(([, , , y]) => y === 'loss'))(
    '%s tells several fields apart',
    async ([template]) => {
      using rig = await measured();
      rig.write({ 'dvc.yaml': `plots:\n- both: {y: {a.csv: [loss, gain]}, template: ${template}}\n` });
      await rig.mltrack('plots show --svg');
      for (const field of ['loss', 'gain'])
        expect(rig.read('dvc_plots/both.svg')).toContain(`>${field}</text>`);
    },
  );
});
