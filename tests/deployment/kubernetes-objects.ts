/**
 * Are these objects what Kubernetes takes? Two judges, because each misses what the other finds: the validators that npm's
 * kubernetes-models made from the API's OpenAPI document (values, required fields), and its types (fields that do not exist).
 */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../infrastructure/compiled.js';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

interface Model {
  validate(): void;
}

const modules: Readonly<Record<string, string>> = {
  'keda.sh/v1alpha1': '@kubernetes-models/keda/keda.sh/v1alpha1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
};
/** Groups of Kubernetes itself: `apps/v1`, `v1`, `networking.k8s.io/v1`. */
const moduleOf = (apiVersion: string): string => modules[apiVersion] ?? `kubernetes-models/${apiVersion}`;

/** @returns what the API's schema refuses, `Deployment order-service: data/spec/… must be integer` */
export const schemaProblems = async (objects: readonly KubernetesObject[]): Promise<readonly string[]> => {
  const problems: string[] = [];
  for (const object of objects) {
    try {
      // Every module of kubernetes-models exports a class for each kind; one without it fails here, as it should.
      const models = (await import(moduleOf(object.apiVersion))) as Record<string, new (data: unknown) => Model>;
      const Kind = models[object.kind];
      if (!Kind) throw new Error(`${object.apiVersion} has no such kind`);
      new Kind(object).validate();
    } catch (error) {
      problems.push(
        `${object.kind} ${object.metadata.name}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return problems;
};

/** @returns what the compiler says of the objects as literals of their types: a field that does not exist is an error there */
export const typeProblems = async (objects: readonly KubernetesObject[]): Promise<string> => {
  // Inside the project, so that its packages are found.
  const folder = join(projectFolder, '.streampact', `kubernetes-types-${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, 'objects.ts');
    writeFileSync(
      file,
      objects
        .map(
          (object) =>
            `(${JSON.stringify(object, undefined, 1)}) satisfies import(${JSON.stringify(moduleOf(object.apiVersion))}).I${object.kind};\n`,
        )
        .join(''),
    );
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const options =
      '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2022 --types node'.split(' ');
    return await promisify(execFile)(process.execPath, [tsc, ...options, file], { cwd: projectFolder }).then(
      () => '',
      // execFile's error carries what the program printed.
      (error: unknown) => (error as { stdout?: string }).stdout ?? String(error),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
