/**
 * Goal: what the chart makes of its values is taken by a Kubernetes and keeps the promises of going-to-production.md. Method:
 * a real `helm template` for each way to set it up, judged by the API's schemas. Without a helm the tests say so and are skipped.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { projectFolder } from '../infrastructure/compiled.js';
import { findHelm } from './helm-binary.js';
import { schemaProblems, typeProblems, type KubernetesObject } from './kubernetes-objects.js';

const fetchMaxMs = 200_000;
const chart = join(projectFolder, 'deploy/helm/streampact');
const serviceNames = ['notification-service', 'order-service', 'user-service'];
const helm = await findHelm();
if ('missing' in helm) process.stderr.write(`Skipped: the Helm chart (${helm.missing}).\n`);
const withHelm = 'missing' in helm ? describe.skip : describe;
const home = mkdtempSync(join(tmpdir(), 'streampact-helm-home-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the judges refuse a wrong value, a missing field and a field that does not exist', async () => {
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } };
  expect(await schemaProblems([{ ...object, spec: { ports: [{ port: 'http' }] } }])).toEqual([
    expect.stringContaining('must be integer'),
  ]);
  expect(await typeProblems([{ ...object, spec: { ports: [{ port: 80, portName: 'http' }] } }])).toContain('portName');
  expect(await schemaProblems([{ ...object, kind: 'Servise' }])).toEqual([expect.stringContaining('no such kind')]);
});

withHelm('the chart', () => {
  test('lint has nothing against it', async () => {
    expect(await run(['lint', chart, '--strict'])).toMatch(/1 chart\(s\) linted, 0 chart\(s\) failed/);
  });

  test.each([
    ['its defaults', []],
    ['the HPA of the Prometheus adapter', ['autoscaling.mode=prometheus-adapter']],
    ['a ScaledObject of KEDA', ['autoscaling.mode=keda']],
    [
      'everything that is optional',
      [
        'telemetry.otlpEndpoint=http://collector:4318',
        'telemetry.serviceMonitor.enabled=true',
        'telemetry.serviceMonitor.labels.release=prometheus',
        'certificateAuthorities.configMapName=authorities',
        'image.pullSecrets={registry}',
        'defaults.nodeSelector.disk=ssd',
        'defaults.podAnnotations.team=shop',
        'networkPolicy.postgres.to[0].ipBlock.cidr=10.0.0.0/24',
      ],
    ],
    ['as little as possible', ['networkPolicy.enabled=false', 'disruptionBudget.enabled=false']],
  ])(
    'Kubernetes takes every object made from %s',
    async (_name, settings) => {
      const objects = await render(settings);
      expect(objects.length).toBeGreaterThanOrEqual(9);
      expect(await schemaProblems(objects)).toEqual([]);
      expect(await typeProblems(objects)).toBe('');
    },
    fetchMaxMs,
  );

  test('refuses a value whose name is misspelt', async () => {
    await expect(render(['autoscaling.maxReplica=3'])).rejects.toThrow(
      /additional properties 'maxReplica' not allowed/,
    );
  });

  test('an instance runs without root, without a writable disk, and has time to stop', async () => {
    const deployments = (await render([])).filter(({ kind }) => kind === 'Deployment');
    expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual(serviceNames);
    for (const deployment of deployments) {
      expect(deployment).toMatchObject({
        spec: {
          template: {
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
              // 5 s for the endpoints and at most 9 s for the service itself (services/edge/src/start/run-service.ts).
              terminationGracePeriodSeconds: 20,
              containers: [
                {
                  lifecycle: { preStop: { sleep: { seconds: 5 } } },
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    readOnlyRootFilesystem: true,
                    capabilities: { drop: ['ALL'] },
                  },
                  readinessProbe: { httpGet: { path: '/health/ready' } },
                  livenessProbe: { httpGet: { path: '/health/live' } },
                },
              ],
            },
          },
        },
      });
    }
  });

  test('no secret is in the objects: services get the paths of files', async () => {
    const objects = await render([]);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const text = JSON.stringify(
      objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'order-service'),
    );
    expect(text).toContain('{"name":"DATABASE_URL_FILE","value":"/run/secrets/streampact/DATABASE_URL"}');
    expect(text).not.toMatch(/"name":"(DATABASE|REDIS)_URL"/);
  });

  test('what scales by lag has no fixed number of instances, and never more than there are partitions', async () => {
    for (const mode of ['prometheus-adapter', 'keda']) {
      const objects = await render([`autoscaling.mode=${mode}`, 'autoscaling.services={order-service}']);
      const replicas = objects
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ metadata, spec }) => [metadata.name, (spec as { replicas?: number }).replicas]);
      expect(Object.fromEntries(replicas)).toEqual({ 'user-service': 2, 'notification-service': 2 });
      const scalers = objects.filter(({ kind }) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(kind));
      expect(JSON.stringify(scalers)).toMatch(/"max(Replicas|ReplicaCount)":8/);
      expect(scalers.map(({ metadata }) => metadata.name)).toEqual(['order-service']);
    }
  });
});

const run = async (args: readonly string[]): Promise<string> => {
  if ('missing' in helm) throw new Error(helm.missing);
  const env = { PATH: process.env['PATH'], HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const { stdout } = await promisify(execFile)(helm.path, args, { env, maxBuffer: 8 * 2 ** 20 });
  return stdout;
};

const render = async (settings: readonly string[]): Promise<readonly KubernetesObject[]> => {
  const set = settings.flatMap((setting) => ['--set', setting]);
  const text = await run(['template', 'shop', chart, '--namespace', 'shop', '--kube-version', '1.35', ...set]);
  // What the schemas find wrong about it is what the tests ask.
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
};
