import { exitCodeFor } from '../core/gates/answer.ts';
import { gateJson } from '../core/gates/json.ts';
import { gateJunit } from '../core/gates/junit.ts';
import { gateMarkdown } from '../core/gates/markdown.ts';
import { judgeGates } from '../engine/gates.ts';
import { PROJECT_FILE } from '../engine/project-sections.ts';
import { dirname, join } from '../model/path.ts';
import { ok } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { flag, JSON_OPTION, positional, text } from './command.ts';
import type { Command } from './command.ts';
import { openAnywhere } from './comparison.ts';
import { gateDoc } from './gate-doc.ts';

export const command: Command = {
  spec: {
    name: 'gate',
    summary: 'Judge metrics by the limits that the project declares',
    description: [
      `Gates stand in ${PROJECT_FILE} under \`gates\`: metrics file, metric, limits.`,
      'Exit codes: 0 they hold, 1 one of them failed, 2 that cannot be told: a named base is not there,',
      'a required metric is missing, a file is broken, or no gates are declared. 1 goes before 2.',
      'Gates with `seeds` run stages with several seeds first, in copies of the project, where no earlier run is known.',
    ].join('\n'),
    arguments: [
      {
        name: 'base',
        description: 'what to compare with: a commit, branch or tag (default: chosen, and said)',
        optional: true,
      },
    ],
    options: [
      { flags: '--head <rev>', description: 'judge this revision instead of the workspace' },
      { flags: '--strict', description: 'what cannot be compared leaves it undecided: exit code 2' },
      JSON_OPTION,
      { flags: '--md', description: 'print Markdown for a pull request' },
      { flags: '--junit <file>', description: 'write the result as JUnit XML as well' },
    ],
    examples: [
      { command: 'gate', explains: 'the workspace against where its branch began' },
      { command: 'gate main --md', explains: 'against a branch, as Markdown' },
      { command: 'gate v1.0 --head v1.1 --strict', explains: 'two tags; all metrics must be there' },
      { command: 'gate --junit gates.xml', explains: 'for a CI that shows test results' },
    ],
    failureCode: 2,
  },

  async run(context, args) {
    const project = openAnywhere(context);
    if (!project.ok) return project;
    const judged = await judgeGates(project.value, {
      base: positional(args, 'base'),
      head: text(args, 'head'),
      isStrict: flag(args, 'strict'),
    });
    if (!judged.ok) return judged;
    const answer = judged.value;
    const file = text(args, 'junit');
    if (file !== undefined) write(context, join(context.cwd, file), gateJunit(answer));
    const { base, verdict } = answer;
    return ok({
      data: gateJson(answer),
      doc: flag(args, 'md')
        ? [{ kind: 'verbatim', text: gateMarkdown(answer), isTable: true }]
        : gateDoc(answer),
      exitCode: exitCodeFor(verdict),
      // Only then does its exit code not hide a worse one.
      ...(base.kind === 'unknown' && verdict === 'undecided' ? { failure: base.failure } : {}),
    });
  },
};

function write({ files }: Context, path: string, content: string): void {
  files.makeDirectory(dirname(path));
  files.writeAtomic(path, content);
}
