import type { CatalogEntry, CatalogOption } from '../../model/catalog.ts';
import { firstWords, formsOf, groups, inQuotes, LIST_STAGES, withStages } from './words.ts';
import type { Word } from './words.ts';

/** For a file `_program` on `fpath`, or to be sourced after `compinit`. */
export function zshCompletion(program: string, catalog: readonly CatalogEntry[]): string {
  const subcommands = groups(catalog);
  const second = [...subcommands].map(([group, words]) => `          (${group}) ${described(words)} ;;`);
  const options = catalog.map(
    ({ name, options: all }) => `      ('${name}') ${described(all.flatMap(wordsOf))} ;;`,
  );
  const values = catalog.flatMap(({ name, options: all }) =>
    all.flatMap(option =>
      option.choices === undefined
        ? []
        : formsOf(option).map(
            form => `    ('${name} ${form}') compadd -- ${option.choices?.join(' ') ?? ''}; return ;;`,
          ),
    ),
  );
  return `#compdef ${program}
# zsh completion of ${program}, made by \`${program} completion -s zsh\`
_${program}() {
  local -a found
  local at=2 command
  if [[ \${words[2]} == --cd ]]; then at=4; fi
  if (( CURRENT < at )); then _files -/; return; fi
  command=\${words[at]}
  if (( CURRENT == at )); then
    ${described(firstWords(catalog))}
    _describe command found
    return
  fi
  case $command in
    (${[...subcommands.keys()].join('|')})
      if (( CURRENT == at + 1 )); then
        case $command in
${second.join('\n')}
        esac
        _describe command found
        return
      fi
      command="$command \${words[at+1]}" ;;
  esac
  case "$command \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case $command in
${options.join('\n')}
    esac
    _describe -o option found
  else
    case $command in
      (${withStages(catalog).join('|')})
        found=(\${(f)"$(${program} \${words[2,at-1]} ${LIST_STAGES} 2>/dev/null)"})
        compadd -a found ;;
    esac
    _files
  fi
}
if [[ \${funcstack[1]} == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

function wordsOf(option: CatalogOption): readonly Word[] {
  return formsOf(option).map(word => ({ word, description: option.description }));
}

function described(words: readonly Word[]): string {
  return `found=(${words.map(({ word, description }) => inQuotes(`${word}:${description}`, "'\\''")).join(' ')})`;
}
