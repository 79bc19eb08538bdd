import type { CatalogEntry, CatalogOption } from '../../model/catalog.ts';
import { firstWords, groups, inQuotes, LIST_STAGES, withStages } from './words.ts';
import type { Word } from './words.ts';

export function fishCompletion(program: string, catalog: readonly CatalogEntry[]): string {
  const line = (condition: string, rest: string): string =>
    `complete -c ${program} -n '__${program}_${condition}' ${rest}`;
  const words = (condition: string, all: readonly Word[]): string[] =>
    all.map(({ word, description }) => line(condition, `-f -a ${word} -d ${quoted(description)}`));
  return [
    `# fish completion of ${program}, made by \`${program} completion -s fish\``,
    `function __${program}_words`,
    '    set -l words (commandline -opc)',
    '    set -e words[1]',
    '    if test "$words[1]" = --cd',
    '        set words $words[3..-1]',
    '    end',
    "    string join ' ' -- $words",
    'end',
    `function __${program}_only`,
    `    set -l words (__${program}_words)`,
    '    test "$words" = "$argv"',
    'end',
    `function __${program}_behind`,
    `    string match -q -- "$argv *" (__${program}_words)' '`,
    'end',
    ...words('only', firstWords(catalog)),
    line('only', '-x -l cd -a "(__fish_complete_directories)" -d \'work as if called in that folder\''),
    ...[...groups(catalog)].flatMap(([group, all]) => words(`only ${group}`, all)),
    ...withStages(catalog).map(name =>
      line(`behind ${name}`, `-a '(${program} ${LIST_STAGES} 2>/dev/null)' -d stage`),
    ),
    ...catalog.flatMap(({ name, options }) =>
      options.map(option => line(`behind ${name}`, optionText(option))),
    ),
    '',
  ].join('\n');
}

function optionText({ short, long, description, takesValue, choices }: CatalogOption): string {
  return [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    `-l ${long.slice(2)}`,
    ...(choices === undefined ? (takesValue ? ['-r'] : []) : [`-x -a ${quoted(choices.join(' '))}`]),
    `-d ${quoted(description)}`,
  ].join(' ');
}

function quoted(text: string): string {
  return inQuotes(text.replaceAll('\\', '\\\\'), "\\'");
}
