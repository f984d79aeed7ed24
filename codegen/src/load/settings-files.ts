/** Files beside the documents that say how contracts are compared, and are no contracts. */

export const compatibilityFileName = 'compatibility.yaml';
export const waiversFileName = 'waivers.yaml';

/** A service may have such a name, too: what says `asyncapi` is a document. */
export const isSettingsFile = (name: string, text: string): boolean =>
  (name === compatibilityFileName || name === waiversFileName) && !/^\s*["']?asyncapi["']?\s*:/m.test(text);
