/** `streams audit`: who changed what by hand. */
import { Command } from 'commander';
import { listAudit } from '../tools/audit.js';
import { onSystem, show, whereHelp, withFormat, type FormatOptions, type Surroundings } from './surroundings.js';
import { countOption } from './count-option.js';
import { textTable } from './text-table.js';

interface AuditOptions extends FormatOptions {
  readonly service?: string;
  readonly limit: number;
}

export const auditCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('audit'))
    .description('List what was changed with this program, the newest first.')
    .option('--service <name>', 'only one service')
    .addOption(countOption('--limit <count>', 'at most so many of each service', 50))
    .addHelpText('after', help)
    .action(async (options: AuditOptions) => {
      const rows = await onSystem(surroundings, async (connections) => {
        const { databases } = connections;
        const asked = options.service === undefined ? databases : [connections.database(options.service)];
        const lists = await Promise.all(
          asked.map(async (database) =>
            (await listAudit(database, options.limit)).map((row) => ({ service: database.service, ...row })),
          ),
        );
        return lists.flat().toSorted((left, right) => right.at.getTime() - left.at.getTime());
      });
      show(surroundings, options, rows, () =>
        textTable(
          ['at', 'service', 'who', 'command', 'details'],
          rows.map(({ at, service, who, command, details }) => [
            at.toISOString(),
            service,
            who,
            command,
            JSON.stringify(details),
          ]),
        ),
      );
    });

const help = `
A change and its record are one transaction of the service's database; dry runs leave none.
${whereHelp}
Exit code: 0 listed, 2 could not run.

Examples:
  streampact-ops streams audit
  streampact-ops streams audit --service order-service --limit 5 --json
`;
