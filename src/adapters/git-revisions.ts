import { FailureError } from '../model/failure.ts';
import { inDateOrder, parseCommits, type ListedCommit } from './commit-order.ts';
import type { GitRef, GitRepository } from '../ports/git.ts';
import type { GitObjects } from './git-objects.ts';

type Revisions = Pick<
  GitRepository,
  'resolve' | 'branches' | 'tags' | 'commits' | 'commitsSince' | 'experiments'
>;

/**
 * Names of commits.
 *
 * @param run one short git command, giving its stdout.
 */
export function createRevisions(
  objects: GitObjects,
  run: (args: readonly string[]) => Promise<string>,
): Revisions {
  async function commitOf(revision: string): Promise<string | undefined> {
    // Behind `:/` all that follows is words of a message.
    const found = await objects.read(revision.startsWith(':/') ? revision : `${revision}^{commit}`);
    return found?.type === 'commit' ? found.id : undefined;
  }

  /** `feature~2` is looked up as `<remote>/feature~2`. */
  async function commitOnRemote(revision: string): Promise<string | undefined> {
    const [, name, steps] = /^([^~^:@?*[\\\s]+)([~^@].*)?$/.exec(revision) ?? [];
    if (name === undefined) return undefined;
    const listed = await run(['for-each-ref', '--format=%(objectname) %(refname)', `refs/remotes/*/${name}`]);
    const refs = listed.split('\n').flatMap(line => {
      const [commit, ref] = line.split(' ');
      return commit === undefined || ref === undefined ? [] : [{ commit, ref }];
    });
    const [first, ...others] = refs;
    if (others.some(({ commit }) => commit !== first?.commit))
      throw new FailureError({
        code: 'revision-ambiguous',
        revision,
        names: refs.map(({ ref }) => ref.slice('refs/remotes/'.length)),
      });
    return first === undefined ? undefined : commitOf(`${first.ref}${steps ?? ''}`);
  }

  async function refsBelow(folder: string): Promise<readonly GitRef[]> {
    // The second pair is what an annotated tag stands for.
    const format = '%(refname:lstrip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)';
    const listed = await run(['for-each-ref', `--format=${format}`, folder]);
    return listed.split('\n').flatMap(line => {
      const [name = '', type, id = '', peeledType, peeledId = ''] = line.split('\0');
      if (type === 'commit') return [{ name, commit: id }];
      return peeledType === 'commit' ? [{ name, commit: peeledId }] : [];
    });
  }

  const everywhere = ['HEAD', '--branches', '--remotes', '--tags'];

  async function allCommits(): Promise<ListedCommit[]> {
    return parseCommits(
      await run(['rev-list', '--timestamp', '--parents', '--ignore-missing', ...everywhere]),
    );
  }

  return {
    resolve: async revision => {
      // A line end would be a second question to git, and a dash at the start is no name in its own rules.
      if (revision === '' || /[\n\r\0]|^-/.test(revision)) return undefined;
      return (await commitOf(revision)) ?? commitOnRemote(revision);
    },
    branches: () => refsBelow('refs/heads'),
    tags: () => refsBelow('refs/tags'),
    experiments: () => refsBelow('refs/exps'),
    commits: async () => {
      const [listed, tips] = await Promise.all([
        allCommits(),
        // Without the walk: what the names themselves stand for.
        run(['rev-list', '--no-walk', '--ignore-missing', ...everywhere]),
      ]);
      return inDateOrder(listed, tips.split('\n'));
    },
    commitsSince: async start => (await allCommits()).filter(({ time }) => time >= start).map(({ id }) => id),
  };
}
