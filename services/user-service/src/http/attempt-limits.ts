/**
 * How often somebody may try to log in or to register. Limits are the same whether an account exists or not, so that they tell
 * nothing about it. Why these: docs/security.md and ADR 0013.
 */
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '@streampact/edge';
import { configToken, type UserServiceConfig } from '../config.js';
import { normalEmail } from '../domain/user.js';
import { ThrottleRepository, type Limit } from '../persistence/throttle.repository.js';

export interface Attempt {
  /** As @ClientAddress() gives it. */
  readonly address: string;
  readonly email: string;
}

const minute = 60;
const hour = 3_600;

@Injectable()
export class AttemptLimits {
  constructor(
    private readonly throttle: ThrottleRepository,
    @Inject(configToken) private readonly config: UserServiceConfig,
  ) {}

  /** Counts before the password is looked at: attempts at the same moment do not slip through. @throws Problem 429 */
  async beforeLogIn(attempt: Attempt): Promise<void> {
    const { loginAttemptsPerMinute, loginFailuresPerHour } = this.config;
    const keys = accountKeys(attempt);
    await this.#takeAll([
      { key: `login from ${attempt.address}`, count: loginAttemptsPerMinute, perSeconds: minute },
      { key: keys.fromAddress, count: loginFailuresPerHour, perSeconds: hour },
      // Wider, so that one address alone cannot lock somebody else out of an account.
      { key: keys.fromAnywhere, count: loginFailuresPerHour * 10, perSeconds: hour },
    ]);
  }

  /** The password was right: of the account's limits, only failures count. */
  async afterLogIn(attempt: Attempt): Promise<void> {
    const { fromAddress, fromAnywhere } = accountKeys(attempt);
    await this.throttle.giveBack([fromAddress, fromAnywhere]);
  }

  /** A registration tells whether an e-mail address is taken; these limits are what keeps it from telling that of a list. @throws Problem 429 */
  async beforeRegistration({ address, email }: Attempt): Promise<void> {
    const count = this.config.registrationsPerHour;
    await this.#takeAll([
      { key: `registration from ${address}`, count, perSeconds: hour },
      { key: `registration of ${normalEmail(email)}`, count, perSeconds: hour },
    ]);
  }

  /** One after the other: who is over a narrow limit uses up nothing of the wider ones. */
  async #takeAll(limits: readonly Limit[]): Promise<void> {
    for (const limit of limits) {
      const waitSeconds = await this.throttle.take(limit);
      if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
    }
  }
}

const accountKeys = ({ address, email }: Attempt): { readonly fromAddress: string; readonly fromAnywhere: string } => {
  const account = normalEmail(email);
  return { fromAddress: `login of ${account} from ${address}`, fromAnywhere: `login of ${account}` };
};

const tooManyAttempts = (waitSeconds: number): Problem =>
  new Problem({
    status: 429,
    name: 'too-many-attempts',
    title: 'Too many attempts',
    detail: `There were too many attempts. Try again in ${waitSeconds} s.`,
    headers: { 'Retry-After': String(waitSeconds) },
  });
