import { expect, it } from 'vitest';
import { Accesses } from '../../../src/core/trace/accesses.ts';

it('what is read before anything is written to it is an input', () => {
  const accesses = new Accesses();
  accesses.read('/in');
  accesses.write('/made');
  accesses.read('/made');
  expect([accesses.reads, accesses.writes]).toEqual([['/in'], ['/made']]);
});

it('what is read and then written to counts as written', () => {
  const accesses = new Accesses();
  accesses.read('/both');
  accesses.write('/both');
  expect([accesses.reads, accesses.writes]).toEqual([[], ['/both']]);
});

it('a file that takes its name when it is done was made under that name', () => {
  const accesses = new Accesses();
  accesses.write('/out.tmp');
  accesses.move('/out.tmp', '/out');
  accesses.read('/out');
  expect([accesses.reads, accesses.writes]).toEqual([[], ['/out']]);
});

it('a folder moves with all that was made in it, and with nothing that only begins like it', () => {
  const accesses = new Accesses();
  accesses.write('/tmp/a');
  accesses.write('/tmp2');
  accesses.move('/tmp', '/out');
  accesses.read('/out/a');
  expect([accesses.reads, accesses.writes]).toEqual([[], ['/tmp2', '/out/a', '/out']]);
});
