/** `streams dead-letters replay` and `discard`: what was given up is handled again, or given up for good. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import {
  discard,
  listOfGroups,
  replay,
  type DeadLetterChange,
  type ReplayChangeOptions,
} from '../tools/dead-letters.js';
import { loadDefinitions, registryModule } from '../tools/definitions.js';
import { reasonOf, ToolSettingError } from '../tools/errors.js';
import type { ToolConnections } from '../tools/tool-connections.js';
import { filterOf, withFilter, type FilterOptions } from './dead-letters.js';
import { onSystem, show, whereHelp, withChange, type ChangeOptions, type Surroundings } from './surroundings.js';
import { counted } from './text-table.js';

interface SelectOptions extends ChangeOptions, FilterOptions {
  readonly all: boolean;
}

interface ReplayOptions extends SelectOptions {
  readonly edit?: string;
  readonly definitions?: string;
}

/** One transaction holds a lock for each. */
const lettersMax = 10_000;

const withSelection = (command: Command): Command =>
  withChange(withFilter(command))
    .argument('[ids...]', 'ids of the events')
    .option('--all', 'all that the filters leave, instead of ids', false);

export const replayCommand = (surroundings: Surroundings): Command =>
  withSelection(new Command('replay'))
    .description('Handle dead letters again, with all their attempts before them.')
    .option('--edit <json>', 'with this payload, or that of a file: @payload.json; only with one id')
    .option('--definitions <module>', `what an edited payload is checked with; by default ${registryModule}`)
    .addHelpText('after', replayHelp)
    .action(async (ids: readonly string[], options: ReplayOptions) => {
      checkSelection(ids, options);
      if (options.edit !== undefined && ids.length !== 1) throw new InvalidArgumentError('--edit is for one id.');
      const edit = options.edit === undefined ? {} : await editOf(surroundings, options.edit, options.definitions);
      await change(surroundings, { ids, options, verb: 'replayed' }, (connections, selected) =>
        replay(connections, { ...selected, ...edit }),
      );
    });

const replayHelp = `
The instance that owns the partition handles it within 5 s. Until then later messages of its key wait; those that were handled
meanwhile stay handled: with x-on-dead-letter: skip its handler may see it after them.
${whereHelp}
Exit code: 0 done, 2 could not run, or refused: nothing was changed.

Examples:
  streampact-ops streams dead-letters replay 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e --edit @payload.json
  streampact-ops streams dead-letters replay --all --group user-service --type ORDER_PLACED --dry-run
`;

export const discardCommand = (surroundings: Surroundings): Command =>
  withSelection(new Command('discard'))
    .description('Give dead letters up for good; keys that they block go on.')
    .addHelpText('after', discardHelp)
    .action(async (ids: readonly string[], options: SelectOptions) => {
      checkSelection(ids, options);
      await change(surroundings, { ids, options, verb: 'discarded' }, discard);
    });

const discardHelp = `${whereHelp}
Exit code: 0 done, 2 could not run, or refused: nothing was changed.

Examples:
  streampact-ops streams dead-letters discard 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e
  streampact-ops streams dead-letters discard --all --group user-service --key 4711 --dry-run
`;

const checkSelection = (ids: readonly string[], { all }: SelectOptions): void => {
  if (all && ids.length > 0) throw new InvalidArgumentError('Give ids or --all, not both.');
  if (!all && ids.length === 0) throw new InvalidArgumentError('Which ones? Give their ids, or --all with filters.');
};

const change = async (
  surroundings: Surroundings,
  { ids, options, verb }: { ids: readonly string[]; options: SelectOptions; verb: string },
  work: (
    connections: ToolConnections,
    selected: Pick<ReplayChangeOptions, 'ids' | 'group' | 'who' | 'isDryRun'>,
  ) => Promise<readonly DeadLetterChange[]>,
): Promise<void> => {
  const { dryRun: isDryRun, who, all } = options;
  const changes = await onSystem(surroundings, async (connections) => {
    const changing = { isDryRun, ...(who === undefined ? {} : { who }) };
    const group = options.group === undefined ? {} : { group: options.group };
    if (!all) return work(connections, { ids, ...group, ...changing });
    const listed = await listOfGroups(connections, { ...filterOf(options), limit: lettersMax });
    const changed: DeadLetterChange[] = [];
    for (const name of new Set(listed.map((letter) => letter.group))) {
      const ofGroup = listed.filter((letter) => letter.group === name).map(({ id }) => id);
      changed.push(...(await work(connections, { ids: ofGroup, group: name, ...changing })));
    }
    return changed;
  });
  show(surroundings, options, changes, () => changesText(changes, verb, isDryRun));
};

const changesText = (changes: readonly DeadLetterChange[], verb: string, isDryRun: boolean): string => {
  if (changes.length === 0) return 'No dead letters.\n';
  const lines = changes.map(
    ({ group, ids }) => `${counted(ids.length, 'dead letter')} of ${group} ${isDryRun ? `would be ${verb}` : verb}.\n`,
  );
  return `${lines.join('')}${isDryRun ? 'Nothing was changed (--dry-run).\n' : ''}`;
};

const editOf = async (
  { folder, say }: Surroundings,
  edit: string,
  module: string | undefined,
): Promise<Pick<ReplayChangeOptions, 'data' | 'definitions'>> => {
  const data = parseEdit(edit, folder);
  const definitions = await loadDefinitions(module, folder);
  const unchecked = (why: string): void =>
    say(`The payload is not checked: ${module ?? registryModule} ${why}. --definitions <module> names another one.\n`);
  if (!definitions) {
    unchecked('is not there');
    return { data };
  }
  const messageOf: typeof definitions.messageOf = (place) => {
    const message = definitions.messageOf(place);
    if (!message) unchecked(`has no ${place.type} of ${place.stream} that ${place.group} handles`);
    return message;
  };
  return { data, definitions: { messageOf } };
};

const parseEdit = (edit: string, folder: string): unknown => {
  try {
    return JSON.parse(edit.startsWith('@') ? readFileSync(resolve(folder, edit.slice(1)), 'utf8') : edit);
  } catch (error) {
    const want = `JSON, or "@" and the name of a file that holds it: ${reasonOf(error)}`;
    throw new ToolSettingError({ name: '--edit', got: edit.startsWith('@') ? edit : '…', want });
  }
};
