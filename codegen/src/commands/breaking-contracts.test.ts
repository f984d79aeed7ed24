/** Goal: what a developer and a CI job see. Method: the program itself, on real files and a real git repository. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, streampactIn } from '../testing/streampact.js';

const contracts = fileURLToPath(new URL('../../../asyncapi', import.meta.url));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streampact-breaking-'));
  cpSync(contracts, join(folder, 'asyncapi'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// GitHub's own variables are set where this project is tested there.
const environment = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', NO_COLOR: '1' };

const breaking = (...words: readonly string[]): Ended => streampactIn({ folder, environment }, 'breaking', ...words);

const orders = 'asyncapi/order-service.yaml';
const edit = (file: string, before: string, after: string): void => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text.includes(before)).toBe(true);
  writeFileSync(join(folder, file), text.replace(before, after));
};

/** ORDER_PLACED gets another name for what was ordered. */
const renameItems = (): void => {
  edit(orders, 'required: [orderId, userId, items, total]', 'required: [orderId, userId, lines, total]');
  edit(orders, '          items:\n            type: array', '          lines:\n            type: array');
};

const git = (...words: readonly string[]): void => {
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder, ...author, ...words], { stdio: 'ignore' });
};

const committed = (): void => {
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
};

test('contracts that nobody changed break nothing', () => {
  const { status, stdout, stderr } = breaking();
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(stderr).toMatch(/^asyncapi against release 2026-11: 0 breaking, 0 unknown, 0 warnings, 0 compatible/);
});

test('a renamed property is shown in both directions with an event, and asks for a new version', () => {
  renameItems();
  const { status, stdout, stderr } = breaking();
  expect(status).toBe(1);
  expect(stdout).toContain(`${orders}:69:11: breaking PROP_RENAMED (backward): "items" was renamed to "lines".`);
  expect(stdout).toContain(`${orders}:69:11: breaking PROP_RENAMED (forward)`);
  expect(stdout).toContain('before: asyncapi/baseline/2026-11/order-service.yaml:69:11');
  expect(stdout).toContain("refused by the current version: it must have required property 'lines'");
  expect(stdout).toContain(`${orders}:4:12: warning VERSION_NOT_BUMPED: order-service 1.0.0 breaks what`);
  expect(stderr).toContain('order-service: major changes since 1.0.0, so 2.0.0; info.version is 1.0.0.');
});

test('what is compatible is shown when it is asked for, and asks for a minor version', () => {
  edit(
    orders,
    '          items:\n            type: array',
    '          note: { type: string }\n          items:\n            type: array',
  );
  expect(breaking()).toMatchObject({ status: 0, stdout: expect.not.stringContaining('PROP_OPTIONAL_ADDED') });
  const { stdout, stderr } = breaking('--all');
  expect(stdout).toContain('compatible PROP_OPTIONAL_ADDED');
  expect(stderr).toContain('order-service: minor changes since 1.0.0, so 1.1.0;');
  edit(orders, 'version: 1.0.0', 'version: 1.1.0');
  expect(breaking().stdout).toBe('');
});

test('the suggested waiver lets a change through once it is filled in, until it expires or the part changes again', () => {
  renameItems();
  edit(orders, 'version: 1.0.0', 'version: 2.0.0');
  const [, suggested = ''] = breaking('--suggest-waivers', '--now', '2027-01-01').stdout.split('waivers.yaml:\n\n');
  const filled = suggested.replace(/reason:.*/, 'reason: nobody reads it').replace(/owner:.*/, 'owner: order-team');
  writeFileSync(join(folder, 'asyncapi/waivers.yaml'), filled);
  const waived = breaking('--now', '2027-01-01');
  expect({ status: waived.status, stdout: waived.stdout }).toEqual({ status: 0, stdout: '' });
  expect(waived.stderr).toContain('0 breaking, 0 unknown, 0 warnings');
  expect(waived.stderr).toContain('2 waived');
  const expired = breaking('--now', '2027-12-01');
  expect(expired.status).toBe(1);
  expect(expired.stdout).toContain('asyncapi/waivers.yaml:1:3: breaking WAIVER_EXPIRED');
  expect(expired.stdout).toContain('PROP_RENAMED');
  edit(orders, 'minItems: 1\n            maxItems: 100', 'minItems: 1\n            maxItems: 99');
  expect(breaking('--now', '2027-01-01').stdout).toContain('WAIVER_UNUSED');
  // Other commands do not take it for a contract.
  expect(streampactIn({ folder }, 'lint').stderr).toContain('in 3 documents of asyncapi');
});

test('a commit is compared as it was, files that it refers to included, and named as git names it', () => {
  committed();
  edit('asyncapi/shared/money.yaml', 'pattern: ^[A-Z]{3}$', 'pattern: ^[A-Z]{4}$');
  const { status, stdout, stderr } = breaking('--against', 'git:HEAD');
  expect(status).toBe(1);
  expect(stdout).toContain('  before: HEAD:asyncapi/shared/money.yaml:14:7\n  13 |       type: string\n');
  expect(stderr).toContain('asyncapi against release HEAD: ');
  // A definition that several messages share was changed once.
  expect(stdout.match(/PATTERN_WIDENED|PATTERN_CHANGED/g)).toHaveLength(1);
  expect(stdout).toMatch(/payload of CREDIT_RELEASED on .*\n[^]* It is the same in CREDIT_RESERVED, ORDER_CONFIRMED/);
});

test('references that leave the folder of the contracts are followed in a commit, too', () => {
  mkdirSync(join(folder, 'common'));
  cpSync(join(folder, 'asyncapi/shared/ids.yaml'), join(folder, 'common/ids.yaml'));
  edit(orders, "'./shared/ids.yaml#/OrderId'", "'../common/ids.yaml#/OrderId'");
  committed();
  expect(breaking('--against', 'git:HEAD')).toMatchObject({ status: 0, stdout: '' });
});

test('a folder of contracts is compared as a release', () => {
  cpSync(join(folder, 'asyncapi'), join(folder, 'before'), { recursive: true });
  renameItems();
  expect(breaking('--against', 'before').stdout).toContain('before: before/order-service.yaml:69:11');
});

test('x-compatibility of a message wins over that of its channel, and --policy over both', () => {
  renameItems();
  edit(orders, '    x-retention: P7D', '    x-retention: P7D\n    x-compatibility: BACKWARD');
  expect(breaking().stdout).toContain('PROP_RENAMED (backward)');
  expect(breaking().stdout).not.toContain('PROP_RENAMED (forward)');
  edit(orders, '      x-key: orderId', '      x-key: orderId\n      x-compatibility: NONE');
  const none = breaking();
  expect(none).toMatchObject({ status: 0, stdout: expect.not.stringContaining('PROP_RENAMED') });
  // Nobody breaks something unseen by asking for nothing in the same change.
  expect(none.stdout).toMatch(
    /order-service\.yaml:\d+:\d+: warning COMPATIBILITY_WEAKENED: .* ORDER_PLACED was ROLLING/,
  );
  expect(breaking('--policy', 'FORWARD').stdout).toContain('PROP_RENAMED (forward)');
});

test('where others write, what was not declared may have been written', () => {
  const place = '          items:\n            type: array';
  edit(orders, place, `          note: { type: string }\n${place}`);
  edit(orders, 'version: 1.0.0', 'version: 2.0.0');
  edit(orders, '    x-retention: P7D', '    x-retention: P7D\n    x-compatibility: { content: event }');
  expect(breaking()).toMatchObject({ status: 0, stdout: '' });
  edit(orders, '{ content: event }', '{ content: strict }');
  const { status, stdout } = breaking();
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /breaking PROP_OPTIONAL_ADDED \(backward\)[^]*refused by the current version: \/note must be string/,
  );
});

test('equal changes from several releases are one finding that names them', () => {
  cpSync(join(folder, 'asyncapi/baseline/2026-11'), join(folder, 'asyncapi/baseline/2026-10'), { recursive: true });
  edit('asyncapi/baseline/2026-10/release.json', '"released": "2026-11-', '"released": "2026-10-');
  renameItems();
  const { stdout, stderr } = breaking('--now', '2027-01-01');
  expect(stdout.match(/PROP_RENAMED \(backward\)/g)).toHaveLength(1);
  expect(stdout).toContain('The same holds for release 2026-10.');
  // Its services do not run any more.
  expect(stdout.split('PROP_RENAMED (forward)')[1]).not.toContain('2026-10');
  expect(stderr).toContain('asyncapi against releases 2026-11, 2026-10: ');
});

test('a name that comes back with another type after two releases is found: pairs of releases would not show it', () => {
  const note = '          note: { type: integer }\n';
  const place = '          items:\n            type: array';
  cpSync(join(folder, 'asyncapi/baseline/2026-11'), join(folder, 'asyncapi/baseline/2026-10'), { recursive: true });
  edit('asyncapi/baseline/2026-10/release.json', '"released": "2026-11-', '"released": "2026-10-');
  edit('asyncapi/baseline/2026-10/order-service.yaml', place, note + place);
  edit(orders, place, note.replace('integer', 'string') + place);
  const { status, stdout } = breaking('--now', '2027-01-01');
  expect(status).toBe(1);
  expect(stdout).toMatch(/note: |"note"/);
  expect(stdout).toMatch(/refused by the current version: \/note must be string/);
});

test('a retired release is not compared, and the names that it had are still known', () => {
  const place = '          items:\n            type: array';
  cpSync(join(folder, 'asyncapi/baseline/2026-11'), join(folder, 'asyncapi/baseline/2026-10'), { recursive: true });
  edit(
    'asyncapi/baseline/2026-10/release.json',
    '"released": "2026-11-27"',
    '"released": "2026-10-27", "retired": "2026-11-20"',
  );
  edit('asyncapi/baseline/2026-10/order-service.yaml', place, `          note: { type: integer }\n${place}`);
  edit(orders, place, `          note: { type: string }\n${place}`);
  const { stdout, stderr } = breaking('--now', '2027-01-01', '--all');
  expect(stderr).toContain('asyncapi against release 2026-11: ');
  expect(stdout).toContain('PROP_NAME_REUSED');
});

test('json tells programs the releases and the waiver, github annotates, junit counts', () => {
  renameItems();
  const found: unknown = JSON.parse(breaking('--format', 'json').stdout);
  expect(found).toContainEqual(
    expect.objectContaining({
      rule: 'PROP_RENAMED',
      releases: ['2026-11'],
      waiver: {
        rule: 'PROP_RENAMED',
        pointer: 'order-service.yaml#/components/messages/OrderPlaced/payload/properties/lines',
        previous: expect.stringMatching(/^sha256-[0-9a-f]{16}$/),
        current: expect.stringMatching(/^sha256-[0-9a-f]{16}$/),
      },
    }),
  );
  expect(breaking('--format', 'github').stdout).toContain(
    `::error file=${orders},line=69,col=11,endColumn=15,title=PROP_RENAMED::`,
  );
  expect(breaking('--format', 'junit').stdout).toContain('failures="2"');
});

test('on GitHub the log has annotations and the whole list, and the page of the job has the list', () => {
  renameItems();
  const summary = join(folder, 'summary.md');
  const onGithub = { ...environment, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const { status, stdout } = streampactIn({ folder, environment: onGithub }, 'breaking', '--format', 'github');
  expect(status).toBe(1);
  expect(stdout).toContain('::error file=');
  expect(stdout).toContain('  payload of ORDER_PLACED on orders-stream that the previous version writes:');
  expect(readFileSync(summary, 'utf8')).toMatch(
    /^### Contracts\n\n````text\n[^]*PROP_RENAMED[^]*````\n\nasyncapi against/,
  );
});

describe('what cannot be compared ends with exit code 2, one error and its place', () => {
  const failed = (...words: readonly string[]): string => {
    const { status, stdout, stderr } = breaking(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr;
  };

  test('no release', () => {
    rmSync(join(folder, 'asyncapi/baseline'), { recursive: true });
    expect(failed()).toMatch(/^There is no release in asyncapi\/baseline .*npm run contracts:release -- <name>.*\n$/);
    expect(failed('--baseline', 'nowhere')).toContain('There is no release in nowhere');
  });

  test('a release that is none', () => {
    writeFileSync(
      join(folder, 'asyncapi/baseline/2026-11/release.json'),
      '{ "released": "last week", "documents": ["a.yaml"] }',
    );
    expect(failed()).toContain('asyncapi/baseline/2026-11: "released" of release.json is "last week", not a date');
    edit('asyncapi/baseline/2026-11/release.json', 'last week', '2026-11-27');
    expect(failed()).toContain('a.yaml of release.json is not there.');
    appendFileSync(join(folder, 'asyncapi/baseline/2026-11/shared/ids.yaml'), 'a: [');
    expect(failed()).toContain('asyncapi/baseline/2026-11/shared/ids.yaml:');
  });

  test('YAML that nobody can parse', () => {
    edit(orders, 'channels:\n', 'channels\n');
    const stderr = failed();
    expect(stderr).toMatch(/^asyncapi\/order-service\.yaml:8:1: error yaml-syntax: /);
    expect(stderr).toContain('Nothing was compared: asyncapi cannot be read as contracts.');
    expect(stderr.match(/: error /g)).toHaveLength(1);
  });

  test('a reference that leads nowhere, or to the network', () => {
    edit(orders, "'./shared/ids.yaml#/OrderId'", "'./shared/ids.yaml#/OrdrId'");
    expect(failed()).toMatch(/order-service\.yaml:66:19: error unresolved-reference: .*\n[^]*did you mean "OrderId"\?/);
    edit(orders, "'./shared/ids.yaml#/OrdrId'", "'https://example.com/ids.yaml#/OrderId'");
    expect(failed()).toContain(
      '"https://example.com/ids.yaml#/OrderId" is on the network, from where nothing is read.',
    );
  });

  test('a commit that git cannot give', () => {
    expect(failed('--against', 'git:HEAD')).toMatch(
      /^git:HEAD: asyncapi is in no git repository \(not a git repository/,
    );
    committed();
    expect(failed('--against', 'git:nowhere')).toMatch(/^git:nowhere: git knows no commit "nowhere"\..*fetch-depth: 0/);
    git('mv', 'asyncapi', 'contracts');
    expect(failed('--against', 'git:HEAD', '--input', 'contracts')).toContain(
      'git:HEAD: the commit has no contracts in contracts.',
    );
  });

  test('a folder that is not there', () => {
    expect(failed('--against', 'nowhere')).toMatch(/^nowhere: there is no such folder or file\./);
  });

  test('a setting or an x-compatibility that means nothing', () => {
    edit(orders, '    x-retention: P7D', '    x-retention: P7D\n    x-compatibility: backward');
    expect(failed()).toMatch(/^asyncapi\/order-service\.yaml:15:22: x-compatibility is "backward"; it takes one of/);
    edit(orders, 'x-compatibility: backward', 'x-compatibility: FULL');
    writeFileSync(join(folder, 'asyncapi/compatibility.yaml'), 'deadLetterWindow: soon\n');
    expect(failed()).toMatch(/^asyncapi\/compatibility\.yaml:1:19: deadLetterWindow is "soon"/);
    writeFileSync(join(folder, 'asyncapi/compatibility.yaml'), 'deployed: [2026-12]\n');
    expect(failed()).toContain('deployed names "2026-12", which is no release; did you mean "2026-11"?');
  });

  test('an option that is none', () => {
    expect(failed('--now', 'tomorrow')).toContain('Give a date such as 2027-06-30.');
    expect(failed('--policy', 'strict')).toContain('--policy strict is for --pairs');
    expect(failed('--pairs', 'pairs.json', '--format', 'junit')).toContain('--pairs prints text or json, not junit.');
  });
});
