/**
 * Stops servers whose starter is gone. The starter holds the other end of standard input and writes one JSON line per
 * server: {"watch": pid, "mark": text of its command line, "signal": name, "remove"?: folder} or {"forget": pid}.
 * When standard input ends, however the starter died (kill -9 too), what is still watched is stopped and the folder
 * removed. Plain JavaScript outside src/, so that it is the same file for compiled code and for tests that run the source.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const graceMs = 5_000;
const watched = new Map();

// Ctrl-C reaches the whole terminal; the starter then stops its servers itself, or dies and this input ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const order = JSON.parse(line);
  if (order.watch) watched.set(order.watch, order);
  if (order.forget) watched.delete(order.forget);
});
lines.on('close', () => void stopAll());

async function stopAll() {
  await Promise.all([...watched.values()].map(stop));
  process.exit(0);
}

async function stop({ watch: pid, mark, signal, remove }) {
  if (isOurs(pid, mark)) process.kill(pid, signal);
  const deadline = Date.now() + graceMs;
  while (isOurs(pid, mark) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  if (isOurs(pid, mark)) process.kill(pid, 'SIGKILL');
  if (remove) rmSync(remove, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** A pid may have been given to another program in the meantime; the command line tells. */
function isOurs(pid, mark) {
  try {
    process.kill(pid, 0);
    if (process.platform === 'win32') return true;
    const commandLine =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return commandLine.includes(mark);
  } catch {
    return false;
  }
}
