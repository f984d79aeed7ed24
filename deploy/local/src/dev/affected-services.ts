import { relative, sep } from 'node:path';
import { serviceNames, type ServiceName } from '../start/service-names.js';

/** The services that must be restarted: a service's own files concern it alone, those of a library concern all. */
export const affectedServices = (projectFolder: string, files: readonly string[]): ServiceName[] => {
  const owners = files.map((file) => {
    const [top, second] = relative(projectFolder, file).split(sep);
    return top === 'services' ? serviceNames.find((name) => name === second) : undefined;
  });
  return serviceNames.filter((name) => owners.some((owner) => owner === undefined || owner === name));
};
