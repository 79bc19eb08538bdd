import type { Failure } from '../model/failure.ts';
import type { Layout } from '../model/layout.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { initProject } from './init.ts';

/** What `templates/example/example.json` says. */
interface ExampleDescription {
  readonly branch: string;
  readonly baseMessage: string;
  readonly branchMessage: string;
}

/**
 * Fills a folder with the built-in example: a first commit on `main` with recorded metrics, a second one with another
 * model on a branch, which is checked out. Nothing is trained.
 */
export async function makeExample(
  context: Context,
  root: string,
  layout: Layout,
): Promise<Result<{ readonly branch: string }, Failure>> {
  const { files, git } = context;
  const present = files.list(root) ?? [];
  if (present.some(({ name }) => name !== '.git')) return err({ code: 'folder-not-empty', folder: root });
  const templates = `${context.machine.installDirectory}/templates/example`;
  const text = files.readText(`${templates}/example.json`);
  if (text === undefined)
    return err({ code: 'refused', message: `the example is missing from this installation: ${templates}` });
  const { branch, baseMessage, branchMessage } = JSON.parse(text) as ExampleDescription;

  files.makeDirectory(root);
  if (git.open(root)?.root !== root) await git.create(root, 'main');
  const made = await initProject(context, root, layout, { noScm: false, subdirectory: false, force: false });
  if (!made.ok) return made;
  copyTemplate(context, `${templates}/base`, root, layout);
  await git.commitAll(root, baseMessage);
  await git.checkoutNewBranch(root, branch);
  copyTemplate(context, `${templates}/branch`, root, layout);
  await git.commitAll(root, branchMessage);
  return ok({ branch });
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
