/** Changes a random project as its users would. Each does the same to both copies and tells what it did. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Both } from '../rig/both.ts';
import type { Dice } from './dice.ts';
import { randomContent } from './generate.ts';
import { changeValue, paramsText } from './params.ts';
import type { OutPlan, Project, StagePlan } from './project.ts';
import { pipelineValue } from './project.ts';
import { paddingLine } from './shell-lines.ts';
import type { Templating } from './templates.ts';
import { yamlDocument } from './yaml-text.ts';

/** Returns what was done, or undefined when this project has nothing of the kind. */
type Mutation = (dice: Dice, project: Project, both: Both) => string | undefined;

export function writeProject(dice: Dice, project: Project, both: Both): void {
  for (const [path, { content, mode }] of project.files) both.write(path, content, mode);
  writeParams(dice, project, both);
  writePipelines(dice, project, both);
}

function writeParams(dice: Dice, project: Project, both: Both): void {
  for (const file of project.params) both.write(file.path, paramsText(file, `remark ${dice.between(1, 9)}`));
}

function writePipelines(dice: Dice, project: Project, both: Both): void {
  for (const pipeline of project.pipelines) {
    both.write(`${pipeline.folder}dvc.yaml`, yamlDocument(dice, pipelineValue(pipeline)));
    if (pipeline.templating !== undefined) writeValues(pipeline.folder, pipeline.templating, both);
  }
}

/** JSON is YAML too. */
function writeValues(folder: string, { file, values }: Templating, both: Both): void {
  both.write(folder + file, `${JSON.stringify(values, undefined, 1)}\n`);
}

export function allStages(project: Project): StagePlan[] {
  return project.pipelines.flatMap(pipeline => pipeline.stages);
}

function allOuts(project: Project): { readonly path: string; readonly out: OutPlan }[] {
  return allStages(project).flatMap(stage =>
    stage.outs.map(out => ({ path: stage.workdir + out.path, out })),
  );
}

const changeParam: Mutation = (dice, project, both) => {
  if (project.params.length === 0) return undefined;
  const file = dice.pick(project.params);
  changeValue(dice, file);
  writeParams(dice, project, both);
  return `changed a value in ${file.path}`;
};

/** A checkout that fails takes files away. */
function presentFiles(project: Project, both: Both): readonly string[] {
  return [...project.files.keys()].filter(path => existsSync(join(both.judge.root, path)));
}

/** What templates take is no dependency, but the command changes with it. */
const changeTemplateValue: Mutation = (dice, project, both) => {
  const templated = project.pipelines.filter(({ templating }) => templating !== undefined);
  if (templated.length === 0) return undefined;
  const { folder, templating } = dice.pick(templated);
  if (templating === undefined) return undefined;
  templating.values['pad'] = dice.between(100, 999);
  writeValues(folder, templating, both);
  return `changed a value in ${folder}${templating.file}`;
};

const changeSource: Mutation = (dice, project, both) => {
  const path = dice.pick(presentFiles(project, both).filter(name => name !== '.dvcignore'));
  const content = randomContent(dice);
  both.each(root => writeFileSync(join(root, path), content));
  return `changed ${path}`;
};

const touchSource: Mutation = (dice, project, both) => {
  const path = dice.pick(presentFiles(project, both));
  both.each(root => utimesSync(join(root, path), 1_700_000_000, 1_700_000_000));
  return `touched ${path}`;
};

const flipExecutable: Mutation = (dice, project, both) => {
  const path = dice.pick(presentFiles(project, both).filter(name => name !== '.dvcignore'));
  both.each(root => chmodSync(join(root, path), statSync(join(root, path)).mode ^ 0o111));
  return `flipped the x bits of ${path}`;
};

const addToFolder: Mutation = (dice, project, both) => {
  const folders = project.tracked.filter(path => !project.files.has(path));
  if (folders.length === 0) return undefined;
  const path = `${dice.pick(folders)}/new-${dice.between(1, 1e6)}`;
  project.files.set(path, { content: 'new\n', mode: 0o644 });
  both.write(path, 'new\n');
  return `added ${path}`;
};

const changeCommand: Mutation = (dice, project, both) => {
  const stage = dice.pick(allStages(project));
  stage.lines = [...stage.lines, paddingLine(dice)];
  stage.form = dice.pick(['one string', 'lines of a string', 'list']);
  writePipelines(dice, project, both);
  return `changed the command of ${stage.name}`;
};

const restylePipelines: Mutation = (dice, project, both) => {
  writePipelines(dice, project, both);
  return 'wrote the pipeline files in another style';
};

const addDependency: Mutation = (dice, project, both) => {
  const stage = dice.pick(allStages(project));
  const path = `new-dep-${dice.between(1, 1e6)}`;
  project.files.set(path, { content: `${path}\n`, mode: 0o644 });
  both.write(path, `${path}\n`);
  stage.deps = dice.shuffled([...stage.deps, path]);
  writePipelines(dice, project, both);
  return `added the dependency ${path} to ${stage.name}`;
};

const dropDependency: Mutation = (dice, project, both) => {
  const stage = dice.pick(allStages(project));
  if (stage.deps.length < 2) return undefined;
  const [dropped, ...rest] = stage.deps;
  stage.deps = rest;
  writePipelines(dice, project, both);
  return `dropped the dependency ${String(dropped)} of ${stage.name}`;
};

const toggleFrozen: Mutation = (dice, project, both) => {
  const stage = dice.pick(allStages(project));
  const frozen = stage.extras['frozen'] !== true;
  stage.extras = { ...stage.extras, frozen };
  writePipelines(dice, project, both);
  return `${frozen ? 'froze' : 'unfroze'} ${stage.name}`;
};

const failCommand: Mutation = (dice, project, both) => {
  const stage = dice.pick(allStages(project));
  const at = stage.lines.indexOf(failing);
  if (at >= 0) stage.lines = stage.lines.filter(line => line !== failing);
  else stage.lines = [...stage.lines.slice(0, 1), failing, ...stage.lines.slice(1)];
  writePipelines(dice, project, both);
  return `made the command of ${stage.name} ${at >= 0 ? 'well' : 'fail'}`;
};

const failing = 'test -e never-there';

const deleteOut: Mutation = (dice, project, both) => {
  const outs = allOuts(project);
  if (outs.length === 0) return undefined;
  const { path } = dice.pick(outs);
  both.remove(path);
  return `deleted ${path}`;
};

const damageOut: Mutation = (dice, project, both) => {
  const outs = allOuts(project).filter(({ path }) => existsSync(join(both.judge.root, path)));
  if (outs.length === 0) return undefined;
  const { path, out } = dice.pick(outs);
  const target = out.isFolder ? `${path}/all` : path;
  if (!existsSync(join(both.judge.root, target))) return undefined;
  both.each(root => appendFileSync(join(root, target), 'damage'));
  return `damaged ${target}`;
};

const addFileToOut: Mutation = (dice, project, both) => {
  const outs = allOuts(project).filter(
    ({ path, out }) => out.isFolder && existsSync(join(both.judge.root, path)),
  );
  if (outs.length === 0) return undefined;
  const path = `${dice.pick(outs).path}/intruder`;
  both.write(path, 'x');
  return `added ${path}`;
};

const loseObject: Mutation = (dice, _project, both) => {
  const objects = join(both.judge.root, '.dvc/cache/files/md5');
  if (!existsSync(objects)) return undefined;
  const prefix = dice.pick(readdirSync(objects).sort());
  both.each(root => rmSync(join(root, '.dvc/cache/files/md5', prefix), { recursive: true, force: true }));
  // DVC keeps the lists of folders there too, of those that it happened to read: what it does would be left to chance.
  rmSync(both.judge.env['DVC_SITE_CACHE_DIR'] ?? '', { recursive: true, force: true });
  return `lost the objects ${prefix}/`;
};

const loseLock: Mutation = (dice, project, both) => {
  const path = `${dice.pick(project.pipelines).folder}dvc.lock`;
  if (!existsSync(join(both.judge.root, path))) return undefined;
  both.remove(path);
  return `deleted ${path}`;
};

const commentLock: Mutation = (dice, project, both) => {
  const path = `${dice.pick(project.pipelines).folder}dvc.lock`;
  if (!existsSync(join(both.judge.root, path))) return undefined;
  // Where values are named by anchors mltrack writes the file anew, without remarks: a known difference.
  if (/[&*]id\d/.test(readFileSync(join(both.judge.root, path), 'utf8'))) return undefined;
  both.each(root => {
    const text = readFileSync(join(root, path), 'utf8');
    writeFileSync(join(root, path), text.replace(/^stages:\n/m, 'stages:  \n\n'));
  });
  return `put blanks into ${path}`;
};

const commit: Mutation = (_dice, _project, both) => {
  both.commitAll('step');
  return 'committed';
};

const mutations: readonly Mutation[] = [
  changeParam,
  changeParam,
  changeParam,
  changeSource,
  changeSource,
  changeSource,
  touchSource,
  flipExecutable,
  addToFolder,
  changeCommand,
  changeCommand,
  restylePipelines,
  addDependency,
  dropDependency,
  toggleFrozen,
  failCommand,
  deleteOut,
  deleteOut,
  damageOut,
  damageOut,
  addFileToOut,
  loseObject,
  loseLock,
  commentLock,
  commit,
  commit,
];

/** Does one to three random things to both copies. */
export function mutate(dice: Dice, project: Project, both: Both): void {
  const isTemplated = project.pipelines.some(({ templating }) => templating !== undefined);
  const possible = isTemplated ? [...mutations, changeTemplateValue, changeTemplateValue] : mutations;
  for (let n = dice.between(1, 3); n > 0; n--) {
    const done = dice.pick(possible)(dice, project, both);
    if (done !== undefined) both.note(`# ${done}`);
  }
}
