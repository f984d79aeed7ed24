/** All contract tests of some releases: every message between every two services that may meet. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../report/finding.js';
import { deliveries } from './deliveries.js';
import { type FindValidator, validatorsOf } from './release-validators.js';
import type { Release } from '../releases/release.js';
import { testDelivery } from './test-delivery.js';

export interface ContractTestOptions {
  /** The same seed tries the same events. */
  readonly seed: number;
  /** Events a delivery. */
  readonly count: number;
}

export interface ContractTestResult {
  readonly findings: readonly Finding[];
  /** Producer, consumer and message in two releases. */
  readonly deliveries: number;
}

export const contractTests = async (
  current: Release,
  baselines: readonly Release[],
  { seed, count }: ContractTestOptions,
): Promise<ContractTestResult> => {
  // Only this command needs it.
  const fc = await import('fast-check');
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'streampact-contracts-')));
  try {
    const validators = new Map<Release, FindValidator>();
    for (const [index, release] of [current, ...baselines].entries()) {
      validators.set(release, await validatorsOf(release, join(folder, String(index))));
    }
    const all = deliveries(current, baselines);
    const findings = all.flatMap((delivery) => {
      const { producer, consumer } = delivery;
      const writer = validators.get(producer.release)?.(producer, 'Writer');
      const reader = validators.get(consumer.release)?.(consumer, 'Reader');
      if (writer === undefined || reader === undefined) throw new Error('A release has no validators.');
      return testDelivery(delivery, { fc, seed, count, writer, reader }) ?? [];
    });
    return { findings, deliveries: all.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
