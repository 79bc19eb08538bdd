import { openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { FaultyDisk, Killed } from './disk.ts';
import type { Scenario } from './scenarios.ts';
import { inProcess } from './runner.ts';
import type { Program } from './runner.ts';
import { Trial } from './trial.ts';

/** A project in which a "program" rewrites a lock file, moves a user's file or changes an object. */
const scenario: Scenario = {
  name: 'a program with a mistake',
  line: '',
  prepare: async () => {
    const rig = await Rig.create('dvc');
    rig.write({ 'mine.txt': 'of the user\n', 'dvc.lock': 'old: 1\n' });
    rig.write({ '.dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1': '1\n' });
    return rig;
  },
  precious: ['mine.txt'],
};

async function firstWrong(program: Program): Promise<string> {
  using trial = await Trial.prepare(scenario, inProcess(program));
  for (const kind of ['kill', 'ENOSPC', 'EIO'] as const) {
    for (let at = 1; at <= trial.calls; at++) {
      const wrong = await trial.run({ kind, at });
      if (wrong.length > 0) return wrong.slice(1).join('\n');
    }
  }
  return '';
}

/** As `main`: nothing escapes. */
function program(work: (root: string) => void): Program {
  return rig => {
    try {
      work(rig.root);
      return Promise.resolve(0);
    } catch {
      return Promise.resolve(70);
    }
  };
}

const LOCK = 'schema: 1\nstages: 2\n';

describe('the harness finds no fault in a program', () => {
  it('that writes under another name and renames', async () => {
    const good = program(root => {
      writeFileSync(`${root}/.${'0'.repeat(25)}.tmp`, LOCK);
      renameSync(`${root}/.${'0'.repeat(25)}.tmp`, `${root}/dvc.lock`);
    });
    expect(await firstWrong(good)).toBe('');
  });
});

describe('the harness catches a program', () => {
  it('that writes a lock file in place', async () => {
    const bad = program(root => writeFileSync(`${root}/dvc.lock`, LOCK));
    expect(await firstWrong(bad)).toContain('it is not whole: dvc.lock');
  });

  it('that writes through an open file', async () => {
    const bad = program(root => writeSync(openSync(`${root}/dvc.lock`, 'w'), LOCK));
    expect(await firstWrong(bad)).toContain('it is not whole: dvc.lock');
  });

  it('that takes a file away before it has the new one', async () => {
    const bad = program(root => {
      const text = fs.readFileSync(`${root}/mine.txt`);
      fs.rmSync(`${root}/mine.txt`);
      writeFileSync(`${root}/mine.txt`, text);
    });
    expect(await firstWrong(bad)).toMatch(/it (is lost|changed): mine\.txt/);
  });

  it('that loses an object of the cache', async () => {
    const object = '.dvc/cache/files/md5/b0/26324c6904b2a9cb4b88d6d61c81d1';
    const bad = program(root => {
      fs.rmSync(`${root}/${object}`);
      writeFileSync(`${root}/${object}`, '1\n');
    });
    expect(await firstWrong(bad)).toContain('a cached object is lost: b0/26324c6904b2a9cb4b88d6d61c81d1');
  });

  it('that makes an object read-only before it is whole', async () => {
    const object = '.dvc/cache/files/md5/26/ab0db90d72e28ad0ba1e22ee510510';
    const bad = program(root => {
      fs.mkdirSync(`${root}/.dvc/cache/files/md5/26`, { recursive: true });
      const handle = openSync(`${root}/${object}`, 'w', 0o444);
      writeSync(handle, '2\n');
    });
    expect(await firstWrong(bad)).toContain(`an object has wrong bytes: ${object}`);
  });

  it('that makes an object read-only before it has its name', async () => {
    const bad = program(root => {
      fs.mkdirSync(`${root}/.dvc/cache/files/md5/26`, { recursive: true });
      const temporary = `${root}/.dvc/cache/files/md5/26/.${'0'.repeat(24)}1.tmp`;
      writeFileSync(temporary, '2\n', { mode: 0o444 });
      fs.renameSync(temporary, `${root}/.dvc/cache/files/md5/26/ab0db90d72e28ad0ba1e22ee510510`);
    });
    expect(await firstWrong(bad)).toContain('read-only before it has its name: ');
  });

  it('whose next run does not put right what the first one left', async () => {
    const bad = program(root => {
      if (fs.existsSync(`${root}/begun`)) return;
      writeFileSync(`${root}/begun`, '');
      writeFileSync(`${root}/made.txt`, 'made');
    });
    expect(await firstWrong(bad)).toContain('after the next command: ');
  });
});

describe('a killed process', () => {
  it('does nothing more, whatever it catches', async () => {
    using rig = await Rig.create();
    const disk = new FaultyDisk(rig.root, { kind: 'kill', at: 1 });
    try {
      expect(() => writeFileSync(`${rig.root}/a`, '1234')).toThrow(Killed);
      expect(() => writeFileSync(`${rig.root}/b`, '1')).toThrow(Killed);
      expect(() => fs.existsSync(`${rig.root}/b`)).toThrow(Killed);
    } finally {
      disk[Symbol.dispose]();
    }
    expect(rig.read('a')).toBe('12');
    expect(rig.has('b')).toBe(false);
  });
});
