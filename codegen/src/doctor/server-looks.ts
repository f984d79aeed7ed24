/**
 * Servers as the runtime of the project finds them. The generator itself has no driver and knows no address; what asks for the
 * project is what its services are made of, so that doctor gets where they get: by the same variables, files and authorities.
 */
import type { Check } from './check.js';
import { projectPackage } from './project-package.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ServerLook<Facts> {
  readonly place: string;
  readonly isAgain?: true;
  readonly answer: { readonly facts: Facts } | { readonly failure: string };
}

export interface PostgresFacts {
  readonly version: string;
  readonly versionNumber: number;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
}

export interface RedisFacts {
  readonly version: string;
  /** 0: no limit. */
  readonly maxBytes: number;
  readonly evictionPolicy: string;
  readonly isAppendOnly: boolean;
}

type Look<Facts> = (
  environment: Environment,
) => Promise<readonly ServerLook<Facts>[] | { readonly problem: string } | undefined>;

/** The part of @streampact/runtime/tools that is used here (runtime/src/tools/look-at-servers.ts). */
export interface ServerTools {
  readonly lookAtPostgres: Look<PostgresFacts>;
  readonly lookAtRedis: Look<RedisFacts>;
}

export interface Examination<Facts> {
  readonly product: 'PostgreSQL' | 'Redis';
  readonly variable: 'DATABASE_URL' | 'REDIS_URL';
  readonly look: (tools: ServerTools) => Look<Facts>;
  readonly judge: (facts: Facts, subject: string) => readonly Check[];
}

/** @param folder – of the project */
export const examine = async <Facts>(
  { product, variable, look, judge }: Examination<Facts>,
  environment: Environment,
  folder: string,
): Promise<readonly Check[]> => {
  if (!environment[variable] && !environment[`${variable}_FILE`]) {
    return [{ status: 'skipped', subject: product, message: `not checked: ${variable} is not set` }];
  }
  // Of the version that the project has; the two packages are released together.
  const tools = (await projectPackage('@streampact/runtime/tools', folder)) as ServerTools | undefined;
  if (tools === undefined) {
    const message = 'not checked: package @streampact/runtime is not installed';
    return [
      { status: 'skipped', subject: product, message, fix: 'npm install it, or run this in the folder of a service' },
    ];
  }
  const looks = await look(tools)(environment);
  if (looks === undefined) return [];
  if ('problem' in looks) return [{ status: 'problem', subject: product, message: looks.problem }];
  return looks.flatMap(({ place, isAgain, answer }): readonly Check[] => {
    const subject = `${product} at ${place}`;
    if ('facts' in answer && isAgain) return [{ status: 'ok', subject, message: 'a service finds its server' }];
    if ('facts' in answer) return judge(answer.facts, subject);
    const message = `cannot be used: ${answer.failure.replace(/\.$/, '')}.`;
    return [{ status: 'problem', subject, message, fix: `start it, or correct ${variable}` }];
  });
};
