import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Line } from '../model/doc.ts';
import { ok } from '../model/result.ts';
import type { LinkType } from '../model/link.ts';
import type { Context } from '../ports/context.ts';
import type { Value } from '../model/value.ts';
import { JSON_OPTION } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'version',
    summary: 'Show versions, platform and set-up',
    description:
      'What a report of a problem needs: the versions of mltrack and Node.js, the platform, and in a project the file systems, the kinds of link that work, and remotes.',
    options: [JSON_OPTION],
    examples: [{ command: 'doctor', explains: 'what to put into a report' }],
    answersQuietly: true,
    failureCode: 255,
  },

  run(context) {
    const { machine } = context;
    const project = openProject(context);
    if (!project.ok && project.error.code !== 'not-a-project') return Promise.resolve(project);
    const setUp = project.ok ? setUpOf(context, project.value) : undefined;
    const title = `mltrack version: ${context.version}`;
    const shown: Line[] = [
      [{ text: title, style: 'strong' }],
      ['-'.repeat(title.length)],
      [
        `Platform: Node.js ${machine.nodeVersion} on ${machine.platform} ${machine.release} (${machine.arch}), ${machine.cores} cores`,
      ],
      ...(setUp === undefined ? [['Project: none here']] : projectLines(setUp)),
    ];
    const data = new Map<string, Value>([
      ['mltrack', context.version],
      ['node', machine.nodeVersion],
      ['platform', machine.platform],
      ['release', machine.release],
      ['arch', machine.arch],
      ['cores', machine.cores],
      ['project', setUp === undefined ? null : new Map<string, Value>(Object.entries(setUp))],
    ]);
    return Promise.resolve(ok({ data, doc: [lines(shown)] }));
  },
};

/** How a project is set up: file systems by their names, remotes as a number. */
type SetUp = ReturnType<typeof setUpOf>;

function setUpOf({ machine }: Context, project: Project) {
  const on = (path: string): string => machine.fileSystemOf(path) ?? 'unknown';
  return {
    layout: project.layout.kind,
    repository:
      project.git === undefined
        ? 'no git'
        : project.git.root === project.root
          ? 'git'
          : 'in a folder of a git repository',
    workspace: on(project.root),
    cache_types: workingLinks(project),
    cache: on(project.cacheDirectory),
    remotes: [...project.config.keys()].filter(section => section.startsWith('remote ')).length,
  };
}

function projectLines(setUp: SetUp): Line[] {
  return [
    [`Project: ${setUp.layout} layout, ${setUp.repository}`],
    [`Workspace directory: ${setUp.workspace}`],
    [`Cache types: ${setUp.cache_types.join(', ')}`],
    [`Cache directory: ${setUp.cache}`],
    [`Remotes: ${setUp.remotes === 0 ? 'none' : String(setUp.remotes)}`],
  ];
}

/** Which kinds of link work between the cache and the workspace: tried, with a file that goes again. */
function workingLinks(project: Project): readonly LinkType[] {
  const { files, machine } = project.context;
  const own = `${project.root}/${project.layout.ownDirectory}`;
  const source = `${files.stat(project.cacheDirectory) === undefined ? own : project.cacheDirectory}/link-test-${machine.pid}`;
  const copy = `${own}/link-test-${machine.pid}-copy`;
  files.makeDirectory(own);
  files.writeAtomic(source, 'link test');
  try {
    return (['reflink', 'hardlink', 'symlink', 'copy'] as const).filter(type => {
      const works = files.link(type, source, copy);
      files.remove(copy);
      return works;
    });
  } finally {
    files.remove(source);
  }
}
