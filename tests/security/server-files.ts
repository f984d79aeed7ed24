/** A folder whose files a server may read that runs as another user than the tests. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveToServer } from '../../deploy/local/src/process/unprivileged.js';

export class ServerFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'streampact-security-'));

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  /** @returns its path; only the server's user and root may read it, as PostgreSQL wants it of keys */
  write(name: string, text: string): string {
    const path = this.path(name);
    writeFileSync(path, text);
    this.give(path);
    return path;
  }

  give(path: string): void {
    chmodSync(path, 0o600);
    giveToServer(path);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
