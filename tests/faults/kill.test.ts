import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { copyFolder } from './copy-folder.ts';
import { runProgram } from '../rig/program.ts';
import { OF_DATA, OF_PIPELINES } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { differences, stateOf, temporaryFiles, wrongObjects } from './state.ts';

/** Kills over all scenarios; `MLTRACK_KILLS=400` for a long run. */
const KILLS = Number(process.env['MLTRACK_KILLS'] ?? 40);
const layout = LAYOUTS.dvc;

/** Many files make writing take long, and a large one is written piece by piece. */
function withMuchData({ name, line, prepare }: Scenario): Scenario {
  return {
    name,
    line,
    precious: [],
    prepare: async () => {
      const rig = await prepare();
      for (let i = 0; i < 200; i++) rig.write({ [`images/many/${i}.png`]: `image ${i}`.repeat(200) });
      rig.write({ 'data.csv': new Uint8Array(9 * 1024 * 1024).fill(65) });
      return rig;
    },
  };
}

async function muchCheckedOut({ prepare }: Scenario): Promise<Rig> {
  const rig = await prepare();
  await rig.mltrack('add -q data.csv images');
  for (const path of ['data.csv', 'images']) rmSync(`${rig.root}/${path}`, { recursive: true, force: true });
  return rig;
}

const [fresh, sideBySide] = OF_PIPELINES;
const [added] = OF_DATA;
const much = withMuchData(added!);
const SCENARIOS: readonly Scenario[] = [
  fresh!,
  sideBySide!,
  much,
  {
    ...much,
    name: 'checkout of much data',
    line: 'checkout data.csv images',
    prepare: () => muchCheckedOut(much),
  },
];

describe.skipIf(process.platform === 'win32')(
  'killed from outside at any moment, the program loses nothing in',
  () => {
    it('its built form', () => {
      expect(existsSync(fileURLToPath(new URL('../../dist/main.cjs', import.meta.url)))).toBe(true);
    });

    it('a stage that outlives it, which the next run names and waits for', async () => {
      using rig = await Rig.create('dvc');
      rig.write({
        'dvc.yaml':
          'stages:\n  slow:\n    cmd: sleep 2 && echo x >> ../runs && cp ../runs s.txt\n    outs: [s.txt]\n',
      });
      const killed = await runProgram(rig, 'repro', { killAfterMs: 1_000 });
      expect(killed.code).toBeUndefined();
      const next = await runProgram(rig, 'repro');
      expect(next.output).toMatch(/still running \(PID \d+, 'slow': sleep 2 && .*waiting for its end/);
      expect(next.code, next.output).toBe(0);
      expect(rig.read('s.txt')).toBe('x\nx\n');
    });

    it.each(SCENARIOS)('$name', async scenario => {
      using rig = await scenario.prepare();
      const base = dirname(rig.root);
      const template = `${base}-template`;
      copyFolder(base, template);
      try {
        const undisturbed = await runProgram(rig, scenario.line);
        expect(undisturbed.code, undisturbed.output).toBe(0);
        const anyOrder = scenario.line.includes('-j');
        const wanted = stateOf(rig.root, layout, anyOrder);
        const kills = Math.max(1, Math.round(KILLS / SCENARIOS.length));
        let died = 0;
        for (let kill = 0; kill < kills; kill++) {
          copyFolder(template, base);
          // Evenly over all of its life, and by chance within each part of it.
          const at = ((kill + Math.random()) / kills) * undisturbed.elapsedMs;
          const killed = await runProgram(rig, scenario.line, { killAfterMs: at });
          const context = `killed after ${Math.round(at)} ms (ended with ${String(killed.code)})`;
          expect(wrongObjects(rig.root, stateOf(rig.root, layout)), context).toEqual([]);
          if (killed.code === undefined) died++;
          rig.git('status', '--porcelain');
          const next = await runProgram(rig, scenario.line);
          expect(next.code, `${context}\n${next.output}`).toBe(0);
          expect(differences(wanted, stateOf(rig.root, layout, anyOrder)), context).toEqual([]);
          expect(temporaryFiles(base), context).toEqual([]);
        }
        expect(died).toBeGreaterThan(kills / 3);
      } finally {
        rmSync(template, { recursive: true, force: true });
      }
    });
  },
);
