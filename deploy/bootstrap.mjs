/**
 * Runs before `npm start`, `npm test` and the other commands: installs the dependencies when they are missing or the
 * lockfile has changed. It runs when nothing is installed yet, so it imports only what Node itself brings.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampFile = join(root, 'node_modules', '.streampact-stamp');
const lockFolder = join(root, '.streampact', 'install.lock');
const lockWaitMaxMs = 10 * 60_000;

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (line, exitCode = 2) => {
  say(line);
  process.exit(exitCode);
};

checkNode();
if (!isInstalled()) {
  takeLock();
  process.once('exit', releaseLock);
  if (!isInstalled()) install();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node.js 20.19 or newer is needed, this is ${process.version}. Install a newer one from https://nodejs.org.`);
}

/** One hash says: this lockfile was installed, for this platform. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function isInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()) return true;
  if (!agreesWithLock()) return false;
  writeStamp();
  return true;
}

/** Somebody may have run `npm install` by hand: npm's own record of what it installed then agrees with the lockfile. */
function agreesWithLock() {
  const recordFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recordFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(recordFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, devOptional, extraneous, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed[path];
    if (!found) return Boolean(optional || devOptional || extraneous);
    return link ? existsSync(join(root, path)) : found.version === version;
  });
}

function install() {
  say('Installing the dependencies (npm ci), once; about half a minute …');
  const startedAt = Date.now();
  const { status, error } = runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (error || status !== 0) {
    fail(
      `npm ci failed (${error ? error.message : `exit code ${status}`}); npm's own messages are above. Usual reasons: the ` +
        'registry cannot be reached (see "npm config get registry"), the folder is not writable for this user, or ' +
        'package.json was edited without "npm install".',
      1,
    );
  }
  writeStamp();
  say(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/** The npm that called us where that is known, run by the same Node; settings of the calling command must not reach it. */
function runNpm(args) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(config_(omit|include|production|only|workspaces?|ignore_scripts|global|prefix)|lifecycle|package|command)/i.test(
          name,
        ) && name !== 'NODE_ENV',
    ),
  );
  const options = { cwd: root, env, stdio: ['ignore', 2, 2] };
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function writeStamp() {
  try {
    writeFileSync(stampFile, wantedStamp());
  } catch (error) {
    // Another user installed here. What is installed is right, so only the shortcut is lost.
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
  }
}

/** A folder is the lock, because making one is atomic everywhere. The owner's pid inside tells a crashed owner apart. */
function takeLock() {
  const deadline = Date.now() + lockWaitMaxMs;
  let hasSaidSo = false;
  while (!tryLock()) {
    const owner = lockOwner();
    if (owner === 'gone') {
      releaseLock();
      continue;
    }
    if (!hasSaidSo) say(`Process ${owner} is installing the dependencies here; waiting for it …`);
    hasSaidSo = true;
    if (Date.now() > deadline)
      fail(`Process ${owner} still holds ${lockFolder}. If it hangs, stop it and delete that folder.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function tryLock() {
  try {
    mkdirSync(dirname(lockFolder), { recursive: true });
    mkdirSync(lockFolder);
    writeFileSync(join(lockFolder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    return error.code === 'EEXIST' ? false : notWritable(error);
  }
}

function releaseLock() {
  try {
    rmSync(lockFolder, { recursive: true, force: true });
  } catch (error) {
    notWritable(error);
  }
}

function notWritable({ code }) {
  fail(`Cannot write to ${root} (${code}). Clone the repository as this user, or change the folder's owner.`);
}

function lockOwner() {
  try {
    const pid = Number(readFileSync(join(lockFolder, 'pid'), 'utf8'));
    if (pid > 0) return isRunning(pid) ? pid : 'gone';
    return 'gone';
  } catch {
    // No pid yet: either its owner is between two lines of tryLock, or it crashed there.
    try {
      return Date.now() - statSync(lockFolder).mtimeMs > 5_000 ? 'gone' : 'of another command';
    } catch {
      return 'gone';
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
