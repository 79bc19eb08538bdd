import type { Failure } from '../model/failure.ts';
import type { Layout } from '../model/layout.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { initProject } from './init.ts';
import { PROJECT_FILE } from './project-sections.ts';

/** What is asked of the metrics. */
const GATES = 'gates.yaml';

/** What `templates/example/example.json` says. */
interface ExampleDescription {
  readonly branch: string;
  readonly baseMessage: string;
  readonly branchMessage: string;
}

export interface MadeExample {
  /** The one that is checked out. */
  readonly branch: string;
  /** The git repository around the one that was made, where there is one. */
  readonly inside?: string;
}

/** The branch to compare with. */
export const EXAMPLE_BASE = 'main';

/**
 * Fills a folder with the built-in example: a first commit on {@link EXAMPLE_BASE} with recorded metrics, a second one with another
 * model on a branch, which is checked out. Nothing is trained.
 */
export async function makeExample(
  context: Context,
  root: string,
  layout: Layout,
): Promise<Result<MadeExample, Failure>> {
  const { files, git } = context;
  const present = files.list(root) ?? [];
  if (present.some(({ name }) => name !== '.git')) return err({ code: 'folder-not-empty', folder: root });
  const templates = `${context.machine.installDirectory}/templates/example`;
  const text = files.readText(`${templates}/example.json`);
  if (text === undefined)
    return err({ code: 'refused', message: `the example is missing from this installation: ${templates}` });
  const { branch, baseMessage, branchMessage } = JSON.parse(text) as ExampleDescription;

  files.makeDirectory(root);
  const around = git.open(root);
  const isOwn = around?.root === root;
  if (isOwn && (await around.commits()).length > 0)
    return err({
      code: 'refused',
      message: `the git repository in ${root} has commits already.`,
      hint: 'The example wants an empty folder, or a repository in which nothing was committed yet.',
    });
  // Also where there is one, so that its first branch has the name that the example speaks of.
  await git.create(root, EXAMPLE_BASE);
  const made = await initProject(context, root, layout, { noScm: false, subdirectory: false, force: false });
  if (!made.ok) return made;
  const gates = files.readText(`${templates}/${GATES}`) ?? '';
  const fill = (version: string): void => {
    copyTemplate(context, `${templates}/${version}`, root, layout);
    // In a project of DVC they have that file to themselves.
    const others =
      layout.pipelineFile === PROJECT_FILE ? `${files.readText(`${root}/${PROJECT_FILE}`) ?? ''}\n` : '';
    files.writeAtomic(`${root}/${PROJECT_FILE}`, `${others}${gates}`);
  };
  fill('base');
  await git.commitAll(root, baseMessage);
  await git.checkoutNewBranch(root, branch);
  fill('branch');
  await git.commitAll(root, branchMessage);
  return ok({ branch, ...(around === undefined || isOwn ? {} : { inside: around.root }) });
}

/** Names that differ between layouts, or that npm would not pack, have stand-ins in the template. */
function copyTemplate(context: Context, from: string, to: string, layout: Layout): void {
  const { files } = context;
  const names = new Map([
    ['pipeline.yaml', layout.pipelineFile],
    ['pipeline.lock', layout.lockFile],
    ['gitignore', '.gitignore'],
  ]);
  for (const { name, kind } of files.list(from) ?? []) {
    const source = `${from}/${name}`;
    const target = `${to}/${names.get(name) ?? name}`;
    if (kind === 'directory') {
      files.makeDirectory(target);
      copyTemplate(context, source, target, layout);
    } else files.writeAtomic(target, files.readBytes(source) ?? '', files.stat(source)?.mode);
  }
}
