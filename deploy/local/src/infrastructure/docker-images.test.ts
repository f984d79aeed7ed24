import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { images } from './docker-images.js';
import { repositoryFolder } from './ensure-infrastructure.js';

test('tests run on the images that docker-compose.yml names', () => {
  const compose = readFileSync(join(repositoryFolder, 'docker-compose.yml'), 'utf8');
  const named = [...compose.matchAll(/^ +image: ((?:postgres|redis):\S+)$/gm)].map(([, image]) => image);
  expect([...new Set(named)]).toEqual([images.postgres, images.redis]);
});
