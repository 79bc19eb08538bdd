import { criticalPath, timeSideBySide } from '../core/graph/critical-path.ts';
import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { visibleGpus } from '../engine/gpus.ts';
import { needsOf } from '../engine/repro.ts';
import { RunRecords } from '../engine/run-records.ts';
import { findTargets } from '../engine/targets.ts';
import { durationText } from '../model/duration.ts';
import { err, ok } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { StageId } from '../model/stage.ts';
import { Float } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { JSON_OPTION, positionals, STAGE_TARGETS } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

const JOBS = [2, 4, 8, 16, 32];
/** Less than that is no gain. */
const LEAST_GAIN = 1.02;

export const command: Command = {
  spec: {
    name: 'time',
    summary: 'Show where the time goes, and what `repro -j` would gain',
    description:
      'Adds up what each stage took when it last ran to the end on this machine. Numbers of jobs are shown as far as they gain anything on as many cores as there are; stages that ran side by side may have taken longer for that. The critical path is the chain of stages that takes longest: no number of jobs gets below it.',
    arguments: [
      { ...STAGE_TARGETS, description: 'stages or outputs, with all before them (default: all stages)' },
    ],
    options: [JSON_OPTION],
    examples: [
      { command: 'time', explains: 'the whole project' },
      { command: 'time train', explains: '`train` and what it needs' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { project, index } = opened.value;
    const words = positionals(args, 'targets');
    const targets = findTargets(project, index, words);
    if (!targets.ok) return targets;
    const graph = cutFrozen(index.graph);
    const ids = words.length === 0 ? undefined : targets.value.map(({ stage }) => stageId(stage));
    const steps = planOrder(graph, ids).filter(id => graph.stages.get(id)?.command !== undefined);
    const records = new RunRecords(project);
    const times = new Map<StageId, number>();
    let cpuMs = 0;
    for (const id of steps) {
      const run = records.of(id).findLast(({ outcome }) => outcome === 'ran');
      if (run === undefined) continue;
      times.set(id, run.elapsedMs);
      cpuMs += run.cpuMs ?? 0;
    }
    if (times.size === 0)
      return err({
        code: 'refused',
        message: 'no times are known yet',
        hint: 'They are kept by `repro`, on this machine only.',
      });
    const timeOf = (id: StageId): number => times.get(id) ?? 0;
    const upstream = (id: StageId): readonly StageId[] => graph.upstream.get(id) ?? [];
    const name = (id: StageId): string => {
      const stage = graph.stages.get(id);
      return stage === undefined ? id : project.labels.stage(stage);
    };
    const total = [...times.values()].reduce((sum, time) => sum + time, 0);
    const path = criticalPath(steps, upstream, timeOf);
    const gpus = visibleGpus(context.env).length;
    const sideBySide: { readonly jobs: number; readonly ms: number }[] = [];
    // However many stages run at a time, all of them share the cores of this machine.
    const leastMs = cpuMs / context.machine.cores;
    for (const jobs of JOBS) {
      const planned = timeSideBySide(steps, upstream, timeOf, { slots: jobs, gpus }, id =>
        needsOf(graph.stages.get(id)),
      );
      const ms = Math.max(planned, leastMs);
      if (ms * LEAST_GAIN > (sideBySide.at(-1)?.ms ?? total)) break;
      sideBySide.push({ jobs, ms });
    }
    const slowest = [...times].sort(([, a], [, b]) => b - a);
    const onPath = new Set(path.stages);
    const unknown = steps.length - times.size;
    return ok({
      data: new Map<string, Value>([
        ['total_seconds', seconds(total)],
        [
          'critical_path',
          new Map<string, Value>([
            ['stages', path.stages.map(name)],
            ['seconds', seconds(path.totalMs)],
          ]),
        ],
        ['jobs', new Map(sideBySide.map(({ jobs, ms }) => [String(jobs), seconds(ms)]))],
        ['stages', new Map(slowest.map(([id, ms]) => [name(id), seconds(ms)]))],
      ]),
      doc: [
        {
          kind: 'table',
          header: ['Stage', 'Time', 'Share', 'On the critical path'],
          rows: slowest.map(([id, ms]) => [
            name(id),
            durationText(ms),
            shareText(ms / total),
            onPath.has(id) ? 'yes' : '-',
          ]),
        },
        {
          kind: 'lines',
          lines: [
            [''],
            [
              `One after the other: ${durationText(total)}${unknown === 0 ? '' : ` (${unknown} of ${steps.length} stages never ran to the end here)`}`,
            ],
            [`Critical path: ${path.stages.map(name).join(' → ')}, ${durationText(path.totalMs)}`],
            ...(sideBySide.length === 0 && unknown === 0 ? [['repro -j would gain nothing.']] : []),
            ...sideBySide.map(({ jobs, ms }) => [
              `repro -j ${jobs}: ${durationText(ms)}, ${(total / Math.max(ms, 1)).toFixed(1)} times as fast`,
            ]),
          ],
        },
      ],
    });
  },
};

function shareText(share: number): string {
  const percent = (share * 100).toFixed(0);
  return percent === '0' ? '< 1 %' : `${percent} %`;
}

function seconds(ms: number): Float {
  return new Float(ms / 1000);
}
