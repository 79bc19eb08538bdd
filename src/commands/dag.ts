import { drawDag } from '../core/graph/draw.ts';
import { collapsedGroups, dagView } from '../core/graph/dag.ts';
import type { DagOptions } from '../core/graph/dag.ts';
import { renderDot } from '../core/graph/dot.ts';
import { renderMermaid, renderMermaidBlock } from '../core/graph/mermaid.ts';
import { findTarget } from '../engine/targets.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import { flag, positional } from './command.ts';
import type { Command, Outcome } from './command.ts';
import { open } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'dag',
    summary: 'Draw how the stages depend on each other',
    arguments: [
      {
        name: 'target',
        description: 'a stage or output: draw it and what it needs (default: everything)',
        optional: true,
        isStage: true,
      },
    ],
    options: [
      { flags: '--mermaid', description: 'print a Mermaid diagram' },
      { flags: '--md', description: 'print a Mermaid diagram in a Markdown block' },
      { flags: '--dot', description: 'print a DOT graph' },
      { flags: '-o, --outs', description: 'show outputs instead of stages' },
      {
        flags: '--collapse-foreach-matrix',
        description: 'show all stages that are made from one group as one',
      },
      { flags: '--full', description: 'with a target: draw all that is connected with it' },
    ],
    examples: [
      { command: 'dag', explains: 'a drawing in the terminal' },
      { command: 'dag --md', explains: 'for a pull request' },
      { command: 'dag evaluate --outs', explains: 'the files that lead to one stage' },
    ],
    failureCode: 255,
    isAnsweredAgain: true,
  },

  async run(context, args) {
    if (flag(args, 'outs') && flag(args, 'collapseForeachMatrix'))
      return err({
        code: 'refused',
        message: '`--outs` and `--collapse-foreach-matrix` are mutually exclusive',
      });
    const opened = await open(context, 'all');
    if (!opened.ok) return opened;
    const { project, index } = opened.value;
    const word = positional(args, 'target');
    const targets = word === undefined ? ok([]) : findTarget(project, index, word);
    if (!targets.ok) return targets;
    const options: DagOptions = {
      targets: targets.value.map(({ stage, inside }) => ({
        stage: stageId(stage),
        ...(inside === undefined ? {} : { path: inside }),
      })),
      full: flag(args, 'full'),
      outs: flag(args, 'outs'),
      root: project.root,
      collapse: flag(args, 'collapseForeachMatrix'),
    };
    const view = dagView(index.graph, options, project.labels);
    if (flag(args, 'dot')) return verbatim(`${renderDot(view).trimEnd()}\n\n`);
    if (flag(args, 'mermaid')) return verbatim(renderMermaid(view));
    if (flag(args, 'md')) return verbatim(renderMermaidBlock(view));
    const drawn = await drawDag(view, context.columns);
    if (drawn.isPicture || !context.terminal || options.outs) return verbatim(drawn.text);
    // A list of all stages says little to people. Behind a pipe it is there for the asking.
    const collapsed = dagView(index.graph, { ...options, collapse: true }, project.labels);
    const groups = collapsedGroups(view, collapsed);
    if (groups.size === 0) return verbatim(drawn.text);
    const { text } = await drawDag(collapsed, context.columns);
    const counts = [...groups].map(([name, count]) => `'${name}' stands for ${String(count)}`).join(', ');
    return ok({
      doc: [
        { kind: 'verbatim', text },
        { kind: 'remark', text: `${counts} stages: \`${context.program} dag | less\` lists them all` },
      ],
    });
  },
};

function verbatim(text: string): Result<Outcome, Failure> {
  return ok({ doc: [{ kind: 'verbatim', text }] });
}
