/** Definitions in the order of their references, without what has no finite value. */
import { type Definition, type Group, impossible, type Plan, type Plans, type RecordPlan } from './plan.js';
import { union } from './planner.js';

export const settled = (definitions: readonly Definition[]): Plans => {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const finite = new Map<string, Definition>();
  const groups = componentsOf(byId).map((ids) => settledGroup(ids, byId, finite));
  return {
    groups,
    definition: (id) => {
      const found = finite.get(id);
      if (found === undefined) throw new Error(`Nothing is planned for ${id}.`);
      return found;
    },
  };
};

/** @param finite – those of the groups before, to which this group's are added */
const settledGroup = (
  ids: readonly string[],
  byId: ReadonlyMap<string, Definition>,
  finite: Map<string, Definition>,
): Group => {
  const members = ids.flatMap((id) => byId.get(id) ?? []);
  const inGroup = new Set(ids);
  const isRecursive = members.some(({ plan }) => referencesOf(plan).some((to) => inGroup.has(to)));
  const isImpossible = (to: string): boolean => finite.get(to)?.plan.kind === 'impossible';
  const leaves = new Map<string, Plan>();
  // A member has a leaf if what it needs has one: each round finds at least one more, or there is none left.
  for (let found = isRecursive; found;) {
    found = false;
    for (const { id, plan } of members) {
      if (leaves.has(id)) continue;
      const leaf = pruned(plan, (to) => (inGroup.has(to) ? !leaves.has(to) : isImpossible(to)));
      if (leaf.kind === 'impossible') continue;
      leaves.set(id, leaf);
      found = true;
    }
  }
  const certain = (plan: Plan, own: (definition: Definition) => boolean): boolean =>
    referencesOf(plan).every((to) => {
      const known = finite.get(to);
      return known === undefined || own(known);
    });
  const isCertain = members.every((one) => one.isCertain && certain(one.plan, (known) => known.isCertain));
  const isTyped = members.every((one) => one.isTyped && certain(one.plan, (known) => known.isTyped));
  const definitions = members.map((definition): Definition => {
    const plan = pruned(definition.plan, (to) => (inGroup.has(to) ? isRecursive && !leaves.has(to) : isImpossible(to)));
    const endless = isRecursive && !leaves.has(definition.id) && plan.kind !== 'impossible';
    return { ...definition, plan: endless ? impossible('it requires itself without end') : plan, isCertain, isTyped };
  });
  for (const definition of definitions) finite.set(definition.id, definition);
  return { definitions, isRecursive, leaves };
};

/** The plan without the references that lead nowhere. */
const pruned = (plan: Plan, leadsNowhere: (to: string) => boolean): Plan => {
  const below = (one: Plan): Plan => pruned(one, leadsNowhere);
  switch (plan.kind) {
    case 'reference':
      return leadsNowhere(plan.to) ? impossible('it requires itself without end, or something impossible') : plan;
    case 'union':
      return union(plan.options.map(below), 'none of the alternatives is possible');
    case 'tuple':
      return whole(plan.items.map(below), (items) => ({ kind: 'tuple', items }));
    case 'list': {
      const [items, contained] = [below(plan.items), plan.contained && below(plan.contained)];
      if (contained?.kind === 'impossible') return contained;
      const more = contained === undefined ? {} : { contained };
      if (items.kind !== 'impossible') return { ...plan, items, ...more };
      if (plan.minLength > 0) return items;
      return contained === undefined ? { kind: 'constants', values: [[]] } : { kind: 'tuple', items: [contained] };
    }
    case 'map': {
      const values = below(plan.values);
      if (values.kind !== 'impossible') return { ...plan, values };
      return plan.minKeys > 0 ? values : { kind: 'constants', values: [{}] };
    }
    case 'record':
      return prunedRecord(plan, below);
    default:
      return plan;
  }
};

const prunedRecord = (plan: RecordPlan, below: (one: Plan) => Plan): Plan => {
  const members = plan.members.map((member) => ({ ...member, plan: below(member.plan) }));
  const missing = members.find((member) => member.isRequired && member.plan.kind === 'impossible');
  if (missing?.plan.kind === 'impossible') {
    return impossible(`the required property "${missing.name}" has no finite value: ${missing.plan.reason}`);
  }
  const possible = members.filter((member) => member.plan.kind !== 'impossible');
  if (possible.length < plan.minProperties) return impossible('too few of its properties have a finite value');
  const { rest, ...own } = plan;
  const more = rest === undefined ? undefined : below(rest);
  return { ...own, members: possible, ...(more?.kind === 'map' ? { rest: more } : {}) };
};

const whole = (items: readonly Plan[], make: (items: readonly Plan[]) => Plan): Plan =>
  items.find(({ kind }) => kind === 'impossible') ?? make(items);

export const referencesOf = (plan: Plan): readonly string[] => {
  switch (plan.kind) {
    case 'reference':
      return [plan.to];
    case 'union':
      return plan.options.flatMap(referencesOf);
    case 'tuple':
      return plan.items.flatMap(referencesOf);
    case 'list':
      return [...referencesOf(plan.items), ...(plan.contained === undefined ? [] : referencesOf(plan.contained))];
    case 'map':
      return [...referencesOf(plan.keys), ...referencesOf(plan.values)];
    case 'record':
      return [
        ...plan.members.flatMap((member) => referencesOf(member.plan)),
        ...(plan.rest === undefined ? [] : referencesOf(plan.rest)),
      ];
    default:
      return [];
  }
};

/** Strongly connected components (Tarjan), each behind those that it refers to. */
const componentsOf = (byId: ReadonlyMap<string, Definition>): readonly (readonly string[])[] => {
  const components: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (id: string): void => {
    numbers.set(id, numbers.size);
    lowest.set(id, numbers.size - 1);
    stack.push(id);
    for (const to of referencesOf(byId.get(id)?.plan ?? impossible('it is not defined'))) {
      if (!numbers.has(to)) visit(to);
      // What is off the stack belongs to a component that is complete.
      if (stack.includes(to)) lowest.set(id, Math.min(lowest.get(id) ?? 0, lowest.get(to) ?? 0));
    }
    if (lowest.get(id) === numbers.get(id)) components.push(stack.splice(stack.indexOf(id)));
  };
  for (const id of byId.keys()) if (!numbers.has(id)) visit(id);
  return components;
};
