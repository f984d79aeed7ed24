/** Every rule for payloads and headers. */
import type { SchemaRule } from './rule.js';
import { allofMemberAdded } from './rules/allof-member-added.js';
import { allofMemberRemoved } from './rules/allof-member-removed.js';
import { annotationChanged } from './rules/annotation-changed.js';
import { conditionAdded } from './rules/condition-added.js';
import { conditionChanged } from './rules/condition-changed.js';
import { conditionRemoved } from './rules/condition-removed.js';
import { constChanged } from './rules/const-changed.js';
import { containsAdded } from './rules/contains-added.js';
import { containsChanged } from './rules/contains-changed.js';
import { containsRemoved } from './rules/contains-removed.js';
import { dependentRequiredAdded } from './rules/dependent-required-added.js';
import { dependentRequiredRemoved } from './rules/dependent-required-removed.js';
import { enumAdded } from './rules/enum-added.js';
import { enumRemoved } from './rules/enum-removed.js';
import { enumValueAdded } from './rules/enum-value-added.js';
import { enumValueRemoved } from './rules/enum-value-removed.js';
import { formatAdded } from './rules/format-added.js';
import { formatChanged } from './rules/format-changed.js';
import { formatRemoved } from './rules/format-removed.js';
import { itemsNarrowed } from './rules/items-narrowed.js';
import { itemsWidened } from './rules/items-widened.js';
import { itemCountNarrowed } from './rules/item-count-narrowed.js';
import { itemCountWidened } from './rules/item-count-widened.js';
import { lengthNarrowed } from './rules/length-narrowed.js';
import { lengthWidened } from './rules/length-widened.js';
import { mapValueNarrowed } from './rules/map-value-narrowed.js';
import { mapValueWidened } from './rules/map-value-widened.js';
import { multipleOfChanged } from './rules/multiple-of-changed.js';
import { notNarrowed } from './rules/not-narrowed.js';
import { notWidened } from './rules/not-widened.js';
import { nullableAdded } from './rules/nullable-added.js';
import { nullableRemoved } from './rules/nullable-removed.js';
import { objectClosed } from './rules/object-closed.js';
import { objectOpened } from './rules/object-opened.js';
import { patternNarrowed } from './rules/pattern-narrowed.js';
import { patternPropsNarrowed } from './rules/pattern-props-narrowed.js';
import { patternPropsWidened } from './rules/pattern-props-widened.js';
import { patternWidened } from './rules/pattern-widened.js';
import { propertyCountNarrowed } from './rules/property-count-narrowed.js';
import { propertyCountWidened } from './rules/property-count-widened.js';
import { propertyNamesNarrowed } from './rules/property-names-narrowed.js';
import { propertyNamesWidened } from './rules/property-names-widened.js';
import { propBecameOptional } from './rules/prop-became-optional.js';
import { propBecameRequired } from './rules/prop-became-required.js';
import { propNameReused } from './rules/prop-name-reused.js';
import { propOptionalAdded } from './rules/prop-optional-added.js';
import { propOptionalRemoved } from './rules/prop-optional-removed.js';
import { propRenamed } from './rules/prop-renamed.js';
import { propRequiredAdded } from './rules/prop-required-added.js';
import { propRequiredRemoved } from './rules/prop-required-removed.js';
import { rangeNarrowed } from './rules/range-narrowed.js';
import { rangeWidened } from './rules/range-widened.js';
import { refactored } from './rules/refactored.js';
import { requiredNameUndeclared } from './rules/required-name-undeclared.js';
import { payloadUnwritable } from './rules/payload-unwritable.js';
import { schemaChanged } from './rules/schema-changed.js';
import { typeChanged } from './rules/type-changed.js';
import { typeNarrowed } from './rules/type-narrowed.js';
import { typeWidened } from './rules/type-widened.js';
import { unionAdded } from './rules/union-added.js';
import { unionOverlapAdded } from './rules/union-overlap-added.js';
import { unionRemoved } from './rules/union-removed.js';
import { unionVariantAdded } from './rules/union-variant-added.js';
import { unionVariantChanged } from './rules/union-variant-changed.js';
import { unionVariantRemoved } from './rules/union-variant-removed.js';
import { uniqueItemsAdded } from './rules/unique-items-added.js';
import { uniqueItemsRemoved } from './rules/unique-items-removed.js';

/** By id. */
export const schemaRules: readonly SchemaRule[] = [
  allofMemberAdded,
  allofMemberRemoved,
  annotationChanged,
  conditionAdded,
  conditionChanged,
  conditionRemoved,
  constChanged,
  containsAdded,
  containsChanged,
  containsRemoved,
  dependentRequiredAdded,
  dependentRequiredRemoved,
  enumAdded,
  enumRemoved,
  enumValueAdded,
  enumValueRemoved,
  formatAdded,
  formatChanged,
  formatRemoved,
  itemsNarrowed,
  itemsWidened,
  itemCountNarrowed,
  itemCountWidened,
  lengthNarrowed,
  lengthWidened,
  mapValueNarrowed,
  mapValueWidened,
  multipleOfChanged,
  notNarrowed,
  notWidened,
  nullableAdded,
  nullableRemoved,
  objectClosed,
  objectOpened,
  patternNarrowed,
  patternPropsNarrowed,
  patternPropsWidened,
  patternWidened,
  payloadUnwritable,
  propertyCountNarrowed,
  propertyCountWidened,
  propertyNamesNarrowed,
  propertyNamesWidened,
  propBecameOptional,
  propBecameRequired,
  propNameReused,
  propOptionalAdded,
  propOptionalRemoved,
  propRenamed,
  propRequiredAdded,
  propRequiredRemoved,
  rangeNarrowed,
  rangeWidened,
  refactored,
  requiredNameUndeclared,
  schemaChanged,
  typeChanged,
  typeNarrowed,
  typeWidened,
  unionAdded,
  unionOverlapAdded,
  unionRemoved,
  unionVariantAdded,
  unionVariantChanged,
  unionVariantRemoved,
  uniqueItemsAdded,
  uniqueItemsRemoved,
];
