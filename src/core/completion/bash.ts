import type { CatalogEntry } from '../../model/catalog.ts';
import { firstWords, formsOf, groups, LIST_STAGES, withStages } from './words.ts';

/** Completes commands, options and stages; everything else is left to the shell, which knows files. Works from bash 3.2 on. */
export function bashCompletion(program: string, catalog: readonly CatalogEntry[]): string {
  const subcommands = groups(catalog);
  const list = (words: readonly string[]): string => `words='${words.join(' ')}' ;;`;
  const second = [...subcommands].map(
    ([group, words]) => `        ${group}) ${list(words.map(({ word }) => word))}`,
  );
  const options = catalog.map(({ name, options: all }) => `      '${name}') ${list(all.flatMap(formsOf))}`);
  const values = catalog.flatMap(({ name, options: all }) =>
    all.flatMap(option =>
      option.choices === undefined
        ? []
        : formsOf(option).map(form => `      '${name} ${form}') ${list(option.choices ?? [])}`),
    ),
  );
  return `# bash completion of ${program}, made by \`${program} completion -s bash\`
_${program}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at=1 command='' words=''
  COMPREPLY=()
  if [[ \${COMP_WORDS[1]} == --cd ]]; then at=3; fi
  if (( COMP_CWORD < at )); then return; fi
  command=\${COMP_WORDS[at]}
  if (( COMP_CWORD == at )); then
    words='${[...firstWords(catalog).map(({ word }) => word), '--cd', '--help', '--version'].join(' ')}'
  else
    case $command in
      ${[...subcommands.keys()].join('|')})
        if (( COMP_CWORD > at + 1 )); then command="$command \${COMP_WORDS[at+1]}"
        else case $command in
${second.join('\n')}
        esac; fi ;;
    esac
    case "$command $prev" in
${[...values, '      *) ;;'].join('\n')}
    esac
    if [[ -z $words && $cur == -* ]]; then case $command in
${options.join('\n')}
    esac; fi
  fi
  if [[ -z $words && $cur != -* ]]; then case $command in
      ${withStages(catalog).join('|')}) _${program}_stages; return ;;
    esac; fi
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$cur")); fi
}
_${program}_stages() {
  local word=\${COMP_LINE:0:COMP_POINT} breaks=\${COMP_WORDBREAKS//[^@:]/} known='' name=''
  word=\${word##*[[:space:]]}
  # To bash a word begins with an @ and behind a colon: what stands before is there already.
  if [[ -n $breaks ]]; then known=\${word%"\${word##*[$breaks]}"}; known=\${known%@}; fi
  # Not by compgen -W, which would run what stands in a name.
  while IFS= read -r name; do
    if [[ $name == "$word"* ]]; then
      printf -v name %q "\${name#"$known"}"
      COMPREPLY+=("$name")
    fi
  done < <(${program} "\${COMP_WORDS[@]:1:at-1}" ${LIST_STAGES} 2>/dev/null)
}
complete -o default -F _${program} ${program}
`;
}
