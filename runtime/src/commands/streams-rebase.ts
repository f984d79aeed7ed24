/** `streams rebase`: a database that was restored into another PostgreSQL cluster goes on. */
import { Command } from 'commander';
import { rebaseService } from '../tools/rebase.js';
import { onSystem, show, whereHelp, withChange, type ChangeOptions, type Surroundings } from './surroundings.js';
import { counted } from './text-table.js';

export const rebaseCommand = (surroundings: Surroundings): Command =>
  withChange(new Command('rebase'))
    .description('Let a service go on whose database was restored into another PostgreSQL cluster.')
    .argument('<service>', 'the service; all its instances must be stopped')
    .addHelpText('after', help)
    .action(async (service: string, { dryRun: isDryRun, who, ...options }: ChangeOptions) => {
      const rebased = await onSystem(surroundings, (connections) =>
        rebaseService(connections, { service, isDryRun, ...(who === undefined ? {} : { who }) }),
      );
      show(surroundings, options, { service, ...rebased }, () => {
        const events = counted(rebased.rowsClosed, 'event');
        return (
          `${service} ${isDryRun ? 'would begin' : 'begins'} era ${String(rebased.era)}; ${events} that no window held ` +
          `${rebased.rowsClosed === 1 ? 'is' : 'are'} relayed when it starts.\n${isDryRun ? 'Nothing was changed (--dry-run).\n' : ''}`
        );
      });
    });

const help = `
Needed after a dump was restored (pg_dump, or logical replication): transaction ids mean nothing in another cluster, and the service
refuses to run. After a physical backup, or a failover to a standby, nothing has to be done.
${whereHelp}
Exit code: 0 done, 2 could not run, or refused: nothing was changed.

Examples:
  streampact-ops streams rebase order-service --dry-run
  streampact-ops streams rebase order-service
`;
