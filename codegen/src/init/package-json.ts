/** package.json of a new project. */

/** What npm installs of ours: a version, or `file:` and a path. */
export interface PackageSources {
  readonly codegen: string;
  readonly runtime: string;
}

export const packageJson = (name: string, { codegen, runtime }: PackageSources): string =>
  `${JSON.stringify(
    {
      name,
      version: '0.1.0',
      private: true,
      type: 'module',
      engines: { node: '>=20.19' },
      scripts: {
        codegen: 'streampact generate',
        check: 'streampact generate --check && tsc --noEmit',
        'contracts:check': 'streampact breaking',
        'contracts:release': 'streampact release',
        build: 'npm run codegen && tsc',
        start: 'npm run build && node dist/src/main.js',
      },
      dependencies: {
        '@nestjs/common': '12.5.1',
        '@nestjs/core': '12.5.1',
        '@nestjs/platform-express': '12.5.1',
        '@nestjs/typeorm': '12.0.2',
        '@streampact/runtime': runtime,
        ioredis: '6.0.0',
        pg: '8.23.1',
        'reflect-metadata': '0.2.2',
        rxjs: '7.8.2',
        typeorm: '1.1.1',
      },
      devDependencies: {
        '@streampact/codegen': codegen,
        '@types/node': '20.19.0',
        'fast-check': '4.10.2',
        typescript: '7.0.2',
      },
      // TypeORM asks for ioredis 5, which it does not need for PostgreSQL.
      overrides: { typeorm: { ioredis: '$ioredis' } },
    },
    undefined,
    2,
  )}\n`;
