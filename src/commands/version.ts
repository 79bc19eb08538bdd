import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Line } from '../model/doc.ts';
import { ok } from '../model/result.ts';
import type { LinkType } from '../model/link.ts';
import type { Context } from '../ports/context.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'version',
    summary: 'Show versions, platform and set-up',
    description:
      'What a report of a problem needs: the versions of mltrack and Node.js, the platform, and in a project the file systems, the kinds of link that work, and remotes.',
    examples: [{ command: 'doctor', explains: 'what to put into a report' }],
    failureCode: 255,
  },

  run(context) {
    const { machine } = context;
    const title = `mltrack version: ${context.version}`;
    const shown: Line[] = [
      [{ text: title, style: 'strong' }],
      ['-'.repeat(title.length)],
      [
        `Platform: Node.js ${machine.nodeVersion} on ${machine.platform} ${machine.release} (${machine.arch}), ${machine.cores} cores`,
      ],
    ];
    const project = openProject(context);
    if (project.ok) shown.push(...projectLines(context, project.value));
    else if (project.error.code === 'not-a-project') shown.push(['Project: none here']);
    else return Promise.resolve(project);
    return Promise.resolve(ok({ doc: [lines(shown)] }));
  },
};

function projectLines(context: Context, project: Project): Line[] {
  const { machine } = context;
  const on = (path: string): string => machine.fileSystemOf(path) ?? 'unknown';
  const remotes = [...project.config.keys()].filter(title => title.startsWith('remote ')).length;
  const repository =
    project.git === undefined
      ? 'no git'
      : project.git.root === project.root
        ? 'git'
        : 'in a folder of a git repository';
  return [
    [`Project: ${project.layout.kind} layout, ${repository}`],
    [`Workspace directory: ${on(project.root)}`],
    [`Cache types: ${workingLinks(project).join(', ')}`],
    [`Cache directory: ${on(project.cacheDirectory)}`],
    [`Remotes: ${remotes === 0 ? 'none' : String(remotes)}`],
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
