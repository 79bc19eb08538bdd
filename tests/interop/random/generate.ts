/** Makes a random project that DVC accepts: the same one for the same seed. */
import { Dice } from './dice.ts';
import { Names } from './names.ts';
import type { ParamsFile } from './params.ts';
import { addressable, randomParams } from './params.ts';
import type { OutPlan, PipelinePlan, PlainFile, Project, StagePlan } from './project.ts';
import { relativeTo } from './project.ts';
import { fileLines, folderLines, metricLines, paddingLine, plotLines } from './shell-lines.ts';
import type { Input } from './shell-lines.ts';
import { randomTemplating } from './templates.ts';
import type { Plain } from './yaml-text.ts';

/** Something a stage can depend on; the path is relative to the project. */
interface Source extends Input {
  /** Paths inside a folder that may be named by themselves. */
  readonly inside: readonly string[];
}

interface Draft {
  readonly dice: Dice;
  readonly names: Names;
  readonly files: Map<string, PlainFile>;
  readonly sources: Source[];
  readonly params: readonly ParamsFile[];
}

export function generateProject(seed: number): Project {
  const dice = new Dice(seed);
  const names = new Names(dice);
  const folders = [
    '',
    ...(dice.oneIn(3) ? [`${names.pipelineFolder()}/`] : []),
    ...(dice.oneIn(5) ? [`${names.pipelineFolder()}/${names.pipelineFolder()}/`] : []),
  ];
  const files = new Map<string, PlainFile>();
  const params = paramsFiles(dice, folders);
  const draft: Draft = { dice, names, files, sources: [], params };
  const tracked = sources(draft);
  const pipelines = folders.map((folder): PipelinePlan => {
    const stages = Array.from({ length: dice.between(1, folder === '' ? 5 : 2) }, () =>
      randomStage(draft, folder),
    );
    return { folder, stages, top: topLevel(draft, folder, stages) };
  });
  const said = isTemplated(seed)
    ? pipelines.map((each, n) => (isPartOfUrl(each.folder) ? each : withTemplates(each, names, seed + n)))
    : pipelines;
  if (dice.oneIn(3)) files.set('.dvcignore', { content: '# ignored\n*.tmp\n/nowhere/\n', mode: 0o644 });
  return { files, tracked, params, pipelines: said };
}

/** The first seeds, and those that are kept as regressions, are from before there were templates. */
function isTemplated(seed: number): boolean {
  return (seed > 60 && seed < 1000) || seed >= 2000;
}

function withTemplates(pipeline: PipelinePlan, names: Names, seed: number): PipelinePlan {
  const texts = pipeline.stages.flatMap(stage => [
    ...stage.deps.map(path => relativeTo(stage.workdir, path)),
    ...stage.outs.map(({ path }) => path),
    ...(stage.wdir === undefined ? [] : [stage.wdir]),
  ]);
  return { ...pipeline, templating: randomTemplating(seed, names, texts) };
}

function paramsFiles(dice: Dice, folders: readonly string[]): readonly ParamsFile[] {
  const paths = folders.map(folder => `${folder}params.yaml`).filter(() => !dice.oneIn(5));
  if (dice.oneIn(2)) paths.push('other.yaml');
  if (dice.oneIn(3)) paths.push('conf/settings.json');
  return paths.map(path => randomParams(dice, path));
}

/** Plain files and folders in git, and tracked ones. Returns the paths of the tracked. */
function sources(draft: Draft): readonly string[] {
  const { dice, names, files } = draft;
  const tracked: string[] = [];
  for (let n = dice.between(1, 4); n > 0; n--) {
    const path = names.folder('') + names.file();
    files.set(path, { content: randomContent(dice), mode: dice.oneIn(5) ? 0o755 : 0o644 });
    draft.sources.push({ path, isFolder: false, inside: [] });
    if (dice.oneIn(3)) tracked.push(path);
  }
  for (let n = dice.between(0, 2); n > 0; n--) {
    const folder = names.folder('') + names.file('');
    const inside = Array.from(
      { length: dice.between(1, 4) },
      () => `${folder}/${names.folder('')}${names.file()}`,
    );
    for (const path of inside)
      files.set(path, { content: randomContent(dice), mode: dice.oneIn(5) ? 0o755 : 0o644 });
    if (dice.oneIn(2)) files.set(`${folder}/left-over.tmp`, { content: 'x', mode: 0o644 });
    draft.sources.push({ path: folder, isFolder: true, inside });
    if (dice.oneIn(2)) tracked.push(folder);
  }
  return tracked;
}

export function randomContent(dice: Dice): string | Uint8Array {
  if (dice.oneIn(8)) return '';
  if (dice.oneIn(8)) return Uint8Array.from({ length: dice.between(1, 300) }, () => dice.between(0, 255));
  const newline = dice.oneIn(6) ? '\r\n' : '\n';
  return Array.from(
    { length: dice.between(1, 5) },
    () => `${dice.pick(['a', 'é', '1,2', 'x y', ''])} ${dice.between(0, 1e6)}`,
  ).join(newline);
}

function randomStage(draft: Draft, folder: string): StagePlan {
  const { dice, names, sources: available } = draft;
  // Metrics lie there, which DVC does not find in states of git behind a `?`.
  const workdir = dice.oneIn(4) ? `${folder}${names.read('').replaceAll('?', '_')}/` : folder;
  const wdir =
    workdir !== folder
      ? dice.pick(['', './']) + relativeTo(folder, workdir.slice(0, -1))
      : dice.oneIn(8)
        ? '.'
        : undefined;
  // The folder must be there before the first stage runs.
  if (workdir !== folder) draft.files.set(`${workdir}keep`, { content: '', mode: 0o644 });
  const inputs = dice.some(available, dice.between(dice.oneIn(8) ? 0 : 1, 3));
  const deps = inputs.map(input =>
    input.inside.length > 0 && dice.oneIn(4) ? dice.pick(input.inside) : input.path,
  );
  const local = inputs.map((input, i): Input => {
    const path = deps[i] ?? input.path;
    return { path: relativeTo(workdir, path), isFolder: input.isFolder && path === input.path };
  });
  const outs: OutPlan[] = [];
  const lines: string[] = [];
  for (let n = dice.between(dice.oneIn(8) ? 0 : 1, 3); n > 0; n--) {
    const { out, make } = randomOut(draft, local);
    outs.push(out);
    lines.push(...make);
    const path = workdir + out.path.replace(/^\.\//, '');
    available.push({ path, isFolder: out.isFolder, inside: out.isFolder ? [`${path}/all`] : [] });
  }
  if (lines.length === 0) lines.push('true');
  if (dice.oneIn(2)) lines.splice(dice.between(0, lines.length), 0, paddingLine(dice));
  const form = dice.pick(['one string', 'one string', 'lines of a string', 'list'] as const);
  return {
    name: names.stage(),
    workdir,
    wdir,
    lines,
    form,
    deps,
    params: stageParams(draft, workdir),
    outs,
    extras: stageExtras(dice),
  };
}

function randomOut(draft: Draft, inputs: readonly Input[]): { out: OutPlan; make: string[] } {
  const { dice, names } = draft;
  const flags: Record<string, Plain> = {};
  if (dice.oneIn(8)) flags['persist'] = true;
  if (dice.oneIn(10)) flags['push'] = false;
  if (dice.oneIn(10))
    Object.assign(flags, {
      desc: 'said of it: é',
      type: 'model',
      labels: ['a', 'b'],
      meta: { k: [1, null] },
    });
  const kind = dice.between(1, 10);
  const prefix = dice.oneIn(8) ? './' : '';
  if (kind <= 4) {
    if (dice.oneIn(6)) flags['cache'] = false;
    const path = names.folder('') + names.file();
    return {
      out: { section: 'outs', path: prefix + path, isFolder: false, flags },
      make: fileLines(dice, path, inputs),
    };
  }
  if (kind <= 6) {
    const path = names.folder('') + names.file('');
    return {
      out: { section: 'outs', path: prefix + path, isFolder: true, flags },
      make: folderLines(dice, path, inputs),
    };
  }
  if (dice.oneIn(2)) flags['cache'] = false;
  if (kind <= 8) {
    const path = names.folderRead() + names.read(dice.pick(['.json', '.yaml']));
    return {
      out: { section: 'metrics', path, isFolder: false, flags },
      make: metricLines(dice, path, inputs),
    };
  }
  const path = names.folderRead() + names.read(dice.pick(['.json', '.csv']));
  if (dice.oneIn(2)) Object.assign(flags, { x: 'step', y: 'loss', title: 'Loss: é' });
  return { out: { section: 'plots', path, isFolder: false, flags }, make: plotLines(dice, path, inputs) };
}

function stageParams(draft: Draft, workdir: string): Plain[] {
  const { dice, params } = draft;
  const declared: Plain[] = [];
  for (const file of dice.some(params, dice.between(0, 2))) {
    const path = relativeTo(workdir, file.path);
    const keys = dice.some(addressable(file), dice.between(1, 3));
    if (path === 'params.yaml' && !dice.oneIn(4)) declared.push(...keys);
    else if (dice.oneIn(4)) declared.push({ [path]: dice.pick([null, []]) });
    else declared.push({ [path]: keys });
  }
  return dice.shuffled(declared);
}

function stageExtras(dice: Dice): Record<string, Plain> {
  return {
    ...(dice.oneIn(15) ? { always_changed: true } : {}),
    ...(dice.oneIn(6) ? { desc: dice.pick(['Trains: the model', 'two\nlines', '数据']) } : {}),
    ...(dice.oneIn(8) ? { meta: { owner: 'é', list: [1, 'x', { deep: null }] } } : {}),
  };
}

/** Top-level sections name files that are there: params files, and a metrics file that no stage makes. */
function topLevel(draft: Draft, folder: string, stages: readonly StagePlan[]): Record<string, Plain> {
  const { dice, names, files, params } = draft;
  const top: Record<string, Plain> = {};
  const isPlain = !isPartOfUrl(folder);
  if (dice.oneIn(4) && params.length > 0) {
    const listed = dice.some(params, 1).map(file => relativeTo(folder, file.path));
    if (isPlain) top['params'] = listed;
  }
  if (dice.oneIn(4)) {
    const name = names.read('.json');
    files.set(folder + name, { content: '{"top": {"level": 0.5, "n": 3}, "other": 1e-7}\n', mode: 0o644 });
    if (isPlain) top['metrics'] = [name];
  }
  const plot = stages.flatMap(stage =>
    stage.outs
      .filter(out => out.section === 'plots')
      .map(out => relativeTo(folder, stage.workdir + out.path.replace(/^\.\//, ''))),
  );
  if (dice.oneIn(3) && plot.length > 0)
    top['plots'] = dice.oneIn(2) ? plot : plot.map(path => ({ [path]: { y: 'loss' } }));
  if (dice.oneIn(8)) top['artifacts'] = { 'my-model': { path: 'model', type: 'model', labels: ['x'] } };
  return top;
}

/** DVC takes some folders for parts of a URL: every other time it sees no file there, in one of the two revisions. */
function isPartOfUrl(folder: string): boolean {
  return /[#?]/.test(folder);
}
