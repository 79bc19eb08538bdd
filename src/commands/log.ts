import { RunRecords } from '../engine/run-records.ts';
import type { RunRecord } from '../engine/run-records.ts';
import { findTargets } from '../engine/targets.ts';
import { line } from '../model/doc.ts';
import { durationText } from '../model/duration.ts';
import { err, ok } from '../model/result.ts';
import { bytesText } from '../model/size.ts';
import { stageId } from '../model/stage.ts';
import { Float } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import type { Clock } from '../ports/surroundings.ts';
import { flag, JSON_OPTION, positional } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'log',
    summary: 'Show what runs of stages printed, took and used',
    description:
      'Without a stage: the last run of each. With one: what its last run printed. Of a lot of output the beginning and the end are kept; of what goes to a terminal all that it shows, where the system has `script` (of util-linux), otherwise with `repro --keep-output`. Memory (`~`) is what was seen by looking now and then: a short peak may be missed.',
    arguments: [
      { name: 'stage', description: 'a stage (default: a table of all)', optional: true, isStage: true },
    ],
    options: [
      { flags: '--failed', description: 'the last run that failed, instead of the last one' },
      { flags: '-a, --all', description: 'all runs that are kept, not only the last' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'log', explains: 'when each stage ran, how it ended, what it used' },
      { command: 'log train', explains: 'what the last run of `train` printed' },
      { command: 'log train --failed', explains: 'what it printed when it failed last' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { project, index } = opened.value;
    const records = new RunRecords(project);
    const word = positional(args, 'stage');
    const targets = word === undefined ? ok([]) : findTargets(project, index, [word]);
    if (!targets.ok) return targets;
    const wanted = (run: RunRecord): boolean => !flag(args, 'failed') || run.outcome === 'failed';
    const chosen = (word === undefined ? index.stages : targets.value.map(({ stage }) => stage)).flatMap(
      stage => {
        const runs = records.of(stageId(stage)).filter(wanted);
        return runs.length === 0
          ? []
          : [{ name: project.labels.stage(stage), runs: flag(args, 'all') ? runs : runs.slice(-1) }];
      },
    );
    const data: Value = new Map(
      chosen.map(({ name, runs }) => [name, runs.map(run => runValue(context.clock, run))]),
    );
    const [only] = chosen;
    if (word !== undefined && only === undefined)
      return err({
        code: 'refused',
        message: `no run of '${word}' is kept here`,
        hint: 'Runs are kept by `repro`, on this machine only.',
      });
    if (word !== undefined && chosen.length === 1 && only !== undefined && !flag(args, 'all')) {
      const [run] = only.runs;
      const output = run === undefined ? undefined : records.output(run);
      if (output !== undefined) return ok({ data, doc: [{ kind: 'verbatim', text: withLineEnd(output) }] });
    }
    const rows = chosen.flatMap(({ name, runs }) => runs.map(run => row(context.clock, name, run)));
    const header = ['Stage', 'Started', 'Outcome', 'Time', 'CPU', 'Memory', 'Output'];
    const why = word === undefined ? undefined : whyNoOutput(only?.runs.at(-1));
    return ok({
      data,
      doc: [{ kind: 'table', header, rows }, ...(why === undefined ? [] : [line(''), line(why)])],
    });
  },
};

function outputOf({ log, onTerminal, outcome }: RunRecord): string {
  if (log !== undefined) return 'kept';
  return outcome === 'restored' ? '-' : onTerminal === true ? 'on terminal' : 'none';
}

function whyNoOutput(run: RunRecord | undefined): string | undefined {
  if (run === undefined || run.log !== undefined) return undefined;
  if (run.outcome === 'restored')
    return 'It was restored from the cache: nothing ran, so nothing was printed.';
  return run.onTerminal === true
    ? 'It printed to the terminal itself, where it is not kept: `repro --keep-output`, `repro -j` or a pipe keeps it.'
    : 'It printed nothing.';
}

function withLineEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function row(clock: Clock, name: string, run: RunRecord): readonly string[] {
  return [
    name,
    clock.text(run.startedAt),
    run.exit === undefined ? run.outcome : `${run.outcome} (${run.exit})`,
    durationText(run.elapsedMs),
    run.cpuMs === undefined ? '-' : durationText(run.cpuMs),
    run.peakBytes === undefined ? '-' : `~${bytesText(run.peakBytes)}`,
    outputOf(run),
  ];
}

function runValue(clock: Clock, run: RunRecord): Value {
  return new Map<string, Value>([
    ['started', clock.iso(run.startedAt)],
    ['outcome', run.outcome],
    ['seconds', new Float(run.elapsedMs / 1000)],
    ...(run.exit === undefined ? [] : ([['exit', run.exit]] as const)),
    ...(run.cpuMs === undefined ? [] : ([['cpu_seconds', new Float(run.cpuMs / 1000)]] as const)),
    ...(run.peakBytes === undefined ? [] : ([['peak_bytes', run.peakBytes]] as const)),
  ]);
}
