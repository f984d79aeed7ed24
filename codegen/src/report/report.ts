/** Findings in the format that the user asked for. */
import { sorted } from './sorted.js';
import type { Finding } from './finding.js';
import { findingsAsGithub } from './github.js';
import { findingsAsJson } from './json.js';
import { findingsAsJunit } from './junit.js';
import { findingsAsText, type TextOptions } from './text.js';

export const reportFormats = ['text', 'json', 'github', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** All findings, sorted by file, line and column, with a line end at the end; `''` in text and github if there is none. */
export const report = (
  findings: readonly Finding[],
  { format, ...options }: TextOptions & { readonly format: ReportFormat },
): string => {
  const inOrder = sorted(findings);
  if (format === 'json') return findingsAsJson(inOrder);
  if (format === 'junit') return findingsAsJunit(inOrder);
  if (format === 'github') return findingsAsGithub(inOrder);
  return findingsAsText(inOrder, options);
};
