/**
 * Goal: verdicts on schemas are right. Method: every pair of suites by others, of which each says whether one schema accepts
 * all that the other accepts, compared as declared. Nothing may be called compatible that is not; what is called breaking
 * carries a value, which an ajv that shares nothing with the judge is asked about again; and where we disagree with a label,
 * the list below says why it is wrong.
 */
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compareOneWay, type PairVerdict } from '../../codegen/src/breaking/bare/index.js';
import { formats } from '../../codegen/src/emit/formats/index.js';
import { type LabelledPair, labelledSuites } from '../../codegen/src/testing/labelled-pairs.js';

const where = '../shared/data/compat';
const suites = await labelledSuites(fileURLToPath(new URL(`../../../shared/data/compat`, import.meta.url)));
if (suites === undefined) console.warn(`Suites of labelled pairs are not tried: ${where} is not there.`);

const siblings =
  'The label follows the sentence of draft 7 that siblings of $ref are ignored; our validators heed them, as later drafts do. ' +
  'The value has three items where maxItems, beside a $ref, is 2.';
const moved =
  'The suite moved the schema below anyOf or allOf. A pointer in it starts at the $id around it, or is a value of an enum that ' +
  'is no reference, so that it no longer means what the label says.';
const otherFormat =
  'Our validators check the formats, so that the value is refused; the label takes them for comments.';

/** Labels that are wrong for us. For each the witness, or the one value that there is, is the proof. */
const wrongLabels: Readonly<Record<string, string>> = {
  'jsc/unions/ref.json#3/1in2': siblings,
  'jsc/valid/ref.json#18/1in2': siblings,
  'jsts/ref.json/ref overrides any sibling keywords#1': siblings,
  'jsc/universal/id.json#1/2in1': moved,
  'jsc/universal/items.json#6/2in1': moved,
  'jsc/universal/ref.json#13/2in1': moved,
  'jsc/universal/ref.json#17/2in1': moved,
  'jsc/unsatisfiable/id.json#1/1in2': moved,
  'jsc/unsatisfiable/ref.json#13/1in2': moved,
  'jsc/unsatisfiable/ref.json#17/1in2': moved,
  'jc/format_annotation_changed/backward': otherFormat,
  'jc/format_annotation_changed/forward': otherFormat,
  'jc/pattern_properties_fall_back_to_additional_properties/backward':
    'The label is about a writer that writes declared properties only; as declared, {"x": true} may be written.',
  'jsc/nonvalid/ref.json#16/1in2':
    'The suite put "not" at the root, which the subtrees refer to: the inner trees are refused then, and the outer one is ' +
    'accepted. The value of the const is the only one, and ajv accepts it.',
  'jc/unsupported_subset_pattern_properties_additional_fallback/forward':
    'Only U+0003 matches ^\\cC$, so that a closed object of such names never has the property x that the reader restricts.',
  'jc/large_integer_enum_precision/forward':
    'The numbers lost their last digits on the way into the suite: 9007199254740992 is the only value, and is in the enum.',
};

interface Judged {
  readonly pair: LabelledPair;
  readonly verdict: PairVerdict;
}

const describeOrSkip = suites === undefined ? describe.skip : describe;

describeOrSkip(suites === undefined ? `labelled pairs: skipped, they are not in ${where}` : 'labelled pairs', () => {
  const judged: readonly Judged[] = (suites ?? []).flatMap(({ cases }) =>
    cases.map((pair) => ({ pair, verdict: compareOneWay(pair, 'strict', 'backward') })),
  );
  const wrong = ({ pair }: Judged): boolean => Object.hasOwn(wrongLabels, pair.id);
  const idsOf = (some: readonly Judged[]): readonly string[] => some.map(({ pair }) => pair.id);

  test('nothing is called compatible that is not', () => {
    const compatible = judged.filter(({ verdict }) => verdict.verdict === 'COMPATIBLE');
    expect(idsOf(compatible.filter((one) => !one.pair.backward && !wrong(one)))).toEqual([]);
    // Far fewer would mean that the suites are not read any more.
    expect(judged.length).toBeGreaterThan(3_000);
  });

  test('of a schema with one value only, that value is accepted where the label says otherwise', () => {
    const refused = judged.filter(({ pair: { old, new: current, draft, backward }, verdict }) => {
      const only = constOf(old);
      return verdict.verdict === 'COMPATIBLE' && !backward && only !== undefined && !isValid(current, draft, only);
    });
    expect(idsOf(refused)).toEqual([]);
  });

  test('nothing is called breaking that is not, but for labels that are wrong', () => {
    const breaking = judged.filter(({ verdict }) => verdict.verdict === 'BREAKING');
    expect(idsOf(breaking.filter((one) => one.pair.backward && !wrong(one)))).toEqual([]);
  });

  test('what is called breaking carries a value that the old schema accepts and the new one refuses', () => {
    const breaking = judged.filter(({ verdict }) => verdict.verdict === 'BREAKING');
    expect(idsOf(breaking.filter(({ pair, verdict }) => !isWitness(pair, verdict)))).toEqual([]);
    expect(breaking.length).toBeGreaterThan(1_000);
  });

  test('at least 99 of 100 are decided', () => {
    const unknown = judged.filter(({ verdict }) => verdict.verdict === 'UNKNOWN');
    expect(unknown.length).toBeLessThan(judged.length / 100);
  });
});

const isWitness = ({ draft, old, new: current }: LabelledPair, { witness }: PairVerdict): boolean =>
  witness !== undefined && isValid(old, draft, witness) && !isValid(current, draft, witness);

const constOf = (schema: LabelledPair['old']): unknown =>
  typeof schema === 'object' && schema !== null && 'const' in schema ? schema.const : undefined;

const isValid = (schema: LabelledPair['old'], draft: string, value: unknown): boolean => {
  // ajv itself stumbles over members called toString; of one constant it need not be asked.
  if (JSON.stringify(schema) === JSON.stringify({ const: value })) return true;
  const options = {
    strict: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    formats: byName,
  } as const;
  const ajv = draft === '2020-12' ? new Ajv2020(options) : new Ajv(options);
  return ajv.compile(schema as boolean | object)(value); // a schema of the suite is one
};

const byName = Object.fromEntries(formats);
