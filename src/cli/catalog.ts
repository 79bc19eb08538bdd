import type { CatalogEntry, CatalogOption } from '../model/catalog.ts';
import type { OptionSpec } from '../commands/command.ts';
import { optionsOf } from './parse.ts';
import { REGISTRY } from './registry.ts';

/** Every command that people call, with its options, but for hidden ones. Loads all of them. */
export function loadCatalog(): Promise<readonly CatalogEntry[]> {
  return Promise.all(
    REGISTRY.filter(({ isForPrograms }) => isForPrograms !== true).map(async ({ name, summary, load }) => {
      const { spec } = (await load()).command;
      const options = optionsOf(spec)
        .filter(({ hidden }) => hidden !== true)
        .map(catalogOption);
      const takesStages = spec.arguments?.some(({ isStage }) => isStage === true) ?? false;
      return { name, summary, options: [...options, HELP], ...(takesStages ? { takesStages } : {}) };
    }),
  );
}

const HELP: CatalogOption = { short: '-h', long: '--help', description: 'show help', takesValue: false };

function catalogOption({ flags, description, choices }: OptionSpec): CatalogOption {
  const forms = flags.replace(/ [<[].*/, '').split(', ');
  const [short] = forms.filter(form => !form.startsWith('--'));
  return {
    ...(short === undefined ? {} : { short }),
    long: forms.at(-1) ?? '',
    description,
    takesValue: /[<[]/.test(flags),
    ...(choices === undefined ? {} : { choices }),
  };
}
