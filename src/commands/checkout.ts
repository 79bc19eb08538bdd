import { checkout } from '../engine/checkout.ts';
import type { CheckedOut } from '../engine/checkout.ts';
import { exclusively } from '../engine/exclusively.ts';
import { chosenTargets } from '../engine/targets.ts';
import type { Line, Style } from '../model/doc.ts';
import { lines } from '../model/doc.ts';
import { ok } from '../model/result.ts';
import { flag, positionals, RECURSIVE_OPTION, TARGETS } from './command.ts';
import type { Command } from './command.ts';
import { load } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'checkout',
    summary: 'Bring tracked files to what lock and data files describe',
    description:
      'Takes content from the cache. Changes that the cache does not have are kept, unless --force is given.',
    arguments: [TARGETS],
    options: [
      { flags: '-f, --force', description: 'overwrite changes that are not in the cache' },
      { flags: '-d, --with-deps', description: 'also everything upstream of the targets' },
      RECURSIVE_OPTION,
      {
        flags: '--relink',
        description: 'make every file anew, as the kind of link that the config asks for',
      },
      { flags: '--allow-missing', description: 'skip what the cache does not have' },
      { flags: '--summary', description: 'print only how many files changed' },
    ],
    examples: [
      { command: 'checkout', explains: 'after `git checkout`, everything' },
      { command: 'checkout model.pkl', explains: 'one tracked file' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const words = positionals(args, 'targets');
    const done = await exclusively(context, async project => {
      const opened = await load(project, 'all');
      if (!opened.ok) return opened;
      const { workspace, index } = opened.value;
      const targets = chosenTargets(project, index, words, {
        withUpstream: flag(args, 'withDeps'),
        recursive: flag(args, 'recursive'),
      });
      if (!targets.ok) return targets;
      const options = {
        force: flag(args, 'force'),
        relink: flag(args, 'relink'),
        allowMissing: flag(args, 'allowMissing'),
        removeUnused: words.length === 0,
      };
      return ok(checkout(workspace, index, targets.value, options));
    });
    if (!done.ok) return done;
    const shown = flag(args, 'summary') ? [[summary(done.value)]] : changeLines(done.value);
    const failure = done.value.failure;
    if (failure === undefined)
      return ok({ doc: [lines(flag(args, 'relink') ? [...shown, ['Relinked successfully']] : shown)] });
    return ok({ doc: [lines(shown)], failure });
  },
};

function changeLines({ changes }: CheckedOut): Line[] {
  const groups = [
    ['modified', 'M', 'warn'],
    ['added', 'A', 'good'],
    ['deleted', 'D', 'bad'],
  ] as const satisfies readonly (readonly [string, string, Style])[];
  // The gap is a tab to the eighth column, as it arrives from DVC.
  return groups.flatMap(([kind, letter, style]) =>
    changes[kind].map((path): Line => [{ text: letter, style }, '       ', path]),
  );
}

function summary({ counts }: CheckedOut): string {
  const parts = (['modified', 'added', 'deleted'] as const).flatMap(kind =>
    counts[kind] === 0 ? [] : [`${counts[kind]} file${counts[kind] > 1 ? 's' : ''} ${kind}`],
  );
  if (parts.length === 0) return 'No changes.';
  return parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
