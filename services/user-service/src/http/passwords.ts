/** argon2id with the library's defaults, which are OWASP's: 19 MiB, two passes. */
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

@Injectable()
export class Passwords {
  /** Compared when there is no such user, so that an answer takes as long as one about a user that exists. */
  readonly #nobodys = hash('the password of nobody');

  async hash(password: string): Promise<string> {
    return hash(password);
  }

  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const isRight = await verify(passwordHash ?? (await this.#nobodys), password);
    return isRight && passwordHash !== undefined;
  }
}
