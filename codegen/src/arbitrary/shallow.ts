/** Plans of schemas that are nested deeper than people nest by hand: in pieces, and without growing at each level. */
import type { Definition, Plan } from './plan.js';

/** Deeper plans become definitions of their own: what formats them runs out of stack, and so do readers. */
const depthMax = 20;

/** Lists and maps in so many others have one item, or as many as they must: ten in each of 200 levels are 10²⁰⁰. */
const manyMax = 4;

interface Depth {
  readonly depth: number;
  /** How many of the plans around are lists and maps. */
  readonly many: number;
}

/** @returns the same definitions, and those that parts of them became */
export const shallow = (definitions: readonly Definition[]): readonly Definition[] =>
  definitions.flatMap((definition) => {
    const parts = new Map<string, Plan>();
    const cut = (plan: Plan, { depth, many }: Depth): Plan => {
      const isMany = plan.kind === 'list' || plan.kind === 'map';
      const inner = (start: number): Plan =>
        below(isMany && many >= manyMax ? single(plan) : plan, (one) =>
          cut(one, { depth: start + 1, many: many + (isMany ? 1 : 0) }),
        );
      if (depth < depthMax || !isNested(plan)) return inner(depth);
      const id = `${definition.id} part ${parts.size + 1}`;
      parts.set(id, plan);
      parts.set(id, inner(0));
      return { kind: 'reference', to: id };
    };
    const plan = cut(definition.plan, { depth: 0, many: 0 });
    // TypeScript gives up comparing types that are nested as deep.
    const isTyped = definition.isTyped && parts.size === 0;
    const own = [...parts].map(([id, part]) => ({ ...definition, id, name: undefined, plan: part, isTyped }));
    return [{ ...definition, plan, isTyped }, ...own];
  });

const isNested = ({ kind }: Plan): boolean => ['union', 'tuple', 'list', 'map', 'record'].includes(kind);

const single = (plan: Plan): Plan => {
  if (plan.kind === 'list') return { ...plan, maxLength: plan.maxLength === 0 ? 0 : Math.max(plan.minLength, 1) };
  if (plan.kind === 'map') return { ...plan, maxKeys: plan.maxKeys === 0 ? 0 : Math.max(plan.minKeys, 1) };
  return plan;
};

const below = (plan: Plan, map: (one: Plan) => Plan): Plan => {
  switch (plan.kind) {
    case 'union':
      return { ...plan, options: plan.options.map(map) };
    case 'tuple':
      return { ...plan, items: plan.items.map(map) };
    case 'list': {
      const { contained, ...list } = plan;
      return { ...list, items: map(plan.items), ...(contained === undefined ? {} : { contained: map(contained) }) };
    }
    case 'map':
      return { ...plan, values: map(plan.values) };
    case 'record': {
      const { rest, ...own } = plan;
      const members = own.members.map((member) => ({ ...member, plan: map(member.plan) }));
      return { ...own, members, ...(rest === undefined ? {} : { rest: { ...rest, values: map(rest.values) } }) };
    }
    default:
      return plan;
  }
};
