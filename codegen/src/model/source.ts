/** Where things stand in the contract files, and the files themselves as trees that know it. */

/** A stretch of a file. Lines and columns count from 1; the end is exclusive. */
export interface SourceRange {
  /** As in findings: relative to the folder the command runs in, with `/`. */
  readonly file: string;
  /** JSON pointer of the node in its file, `''` for the whole document. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A node of a YAML file as it was written: `$ref`s are not followed. */
export type SourceNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly range: SourceRange;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: string;
  /** Of the key alone, which is where a finding about the key points. */
  readonly keyRange: SourceRange;
  readonly value: SourceNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly range: SourceRange;
  readonly items: readonly SourceNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly range: SourceRange;
  readonly value: string | number | boolean | null;
}

/** One contract file. `text` is for excerpts in reports. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
  /** `undefined` if the file is no YAML. */
  readonly root: SourceNode | undefined;
}
