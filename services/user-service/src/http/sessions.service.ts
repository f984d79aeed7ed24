/** What can be done with sessions: log in, go on, log out. SessionsController translates. */
import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { loggerToken } from '@streampact/edge';
import { newId, type Logger } from '@streampact/runtime';
import { configToken, type UserServiceConfig } from '../config.js';
import { SessionRepository, type OpenSession } from '../persistence/session.repository.js';
import { AccessTokens } from './access-tokens.js';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly sessionEndsInSeconds: number;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly tokens: AccessTokens,
    @Inject(configToken) private readonly config: UserServiceConfig,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** @param userId – of somebody who has proved to be this user */
  async open(userId: string): Promise<IssuedTokens> {
    const session = { sessionId: newId(), userId, endsInSeconds: this.config.sessionTtlSeconds };
    const refreshToken = newRefreshToken();
    await this.sessions.open(session, hashOf(refreshToken));
    return this.#issue(session, refreshToken);
  }

  /** @returns undefined if the token is none of an open session, or was used before; the latter ends its session */
  async refresh(usedToken: string): Promise<IssuedTokens | undefined> {
    const refreshToken = newRefreshToken();
    const exchange = await this.sessions.exchange(hashOf(usedToken), hashOf(refreshToken));
    if (exchange.kind === 'reused') {
      this.logger.warn({ sessionId: exchange.sessionId }, 'refresh token used twice; its session was ended');
    }
    return exchange.kind === 'exchanged' ? this.#issue(exchange.session, refreshToken) : undefined;
  }

  async #issue(session: OpenSession, refreshToken: string): Promise<IssuedTokens> {
    const accessToken = await this.tokens.issue(session);
    return { ...accessToken, refreshToken, sessionEndsInSeconds: session.endsInSeconds };
  }
}

/** 256 bits: nobody finds one by trying, so they need neither a salt nor a slow hash. */
const newRefreshToken = (): string => randomBytes(32).toString('base64url');

const hashOf = (refreshToken: string): Buffer => createHash('sha256').update(refreshToken).digest();
