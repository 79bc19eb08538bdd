import type { CatalogEntry } from '../../model/catalog.ts';
import { firstWords, formsOf, groups, inQuotes, LIST_STAGES, withStages } from './words.ts';
import type { Word } from './words.ts';

export function powershellCompletion(program: string, catalog: readonly CatalogEntry[]): string {
  const values = catalog.flatMap(({ name, options }) =>
    options.flatMap(option =>
      option.choices === undefined
        ? []
        : formsOf(option).map(form =>
            table(
              `${name} ${form}`,
              (option.choices ?? []).map(word => ({ word, description: word })),
            ),
          ),
    ),
  );
  const options = catalog.map(({ name, options: all }) =>
    table(
      `${name} -`,
      all.flatMap(option => formsOf(option).map(word => ({ word, description: option.description }))),
    ),
  );
  return `# PowerShell completion of ${program}, made by \`${program} completion -s powershell\`
Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $known = @{
${[table('', firstWords(catalog)), ...[...groups(catalog)].map(([group, words]) => table(group, words)), ...options, ...values].join('\n')}
    }
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -ne '' -and $words.Count -gt 0) { $words = @($words | Select-Object -SkipLast 1) }
    if ($words.Count -ge 2 -and $words[0] -eq '--cd') { $words = @($words | Select-Object -Skip 2) }
    $command = $words -join ' '
    if (-not $known.ContainsKey($command)) {
        $command = if ($words.Count -ge 2 -and $known.ContainsKey("$($words[0]) $($words[1]) -")) { "$($words[0]) $($words[1])" } else { "$($words[0])" }
        $value = "$command $($words[-1])"
        if ($known.ContainsKey($value)) { $command = $value }
        elseif ($wordToComplete.StartsWith('-')) { $command = "$command -" }
        elseif (@(${withStages(catalog)
          .map(name => inQuotes(name, "''"))
          .join(', ')}) -contains $command) {
            ${program} ${LIST_STAGES} 2>$null | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
            return
        }
        else { return }
    }
    $known[$command] | Where-Object { $_[0].StartsWith($wordToComplete) } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
    }
}
`;
}

function table(key: string, words: readonly Word[]): string {
  const rows = words.map(
    ({ word, description }) => `@(${inQuotes(word, "''")}, ${inQuotes(description, "''")})`,
  );
  return `        ${inQuotes(key, "''")} = @(${rows.map(row => `, ${row}`).join('; ')})`;
}
