/** Kotlin data classes with the annotations of Jackson (jackson-module-kotlin reads them). */
import { constraints, docComment, type Language, literal, packagePart, renderAll } from '../language.js';
import type { Fact, Facts } from '../facts.js';

const reserved = (
  'as break class continue do else false for fun if in interface is null object package return super this throw true try typealias ' +
  'typeof val var when while'
).split(' ');

/** `$` begins a template in a text. */
const text = (value: string): string => literal(value).replaceAll('$', String.raw`\$`);

const annotations = 'com.fasterxml.jackson.annotation.*';

export const kotlin: Language = {
  id: 'kotlin',
  members: { property: 'camel', value: 'constant', reserved },
  fileName: (model) => `${model}.kt`,
  packageName: (prefix, service) => `${prefix}.${packagePart(service, reserved)}`,
  render: (request) => {
    const { modelina, facts, packageName } = request;
    const { typeMapping } = modelina.KotlinGenerator.defaultOptions;
    const generator = new modelina.KotlinGenerator({
      collectionType: 'List',
      constraints: constraints(facts, text),
      typeMapping: { ...typeMapping, Union: ({ constrainedModel }) => constrainedModel.name },
      presets: [
        {
          class: {
            self: ({ renderer, model, content }) => {
              renderer.dependencyManager.addDependency(annotations);
              if (facts.union(model.name) !== undefined) return sealedInterface(model.name, facts);
              const parents = facts.unionsOf(model.name).map(({ name }) => name);
              const suffix = parents.length > 0 ? ` : ${parents.join(', ')}` : '';
              return docComment(facts.object(model.name).description) + content + suffix;
            },
            property: ({ model, property }) =>
              member(facts.property(model.name, property.unconstrainedPropertyName), property.property.type),
          },
          enum: {
            self: ({ renderer, model, content }) => {
              renderer.dependencyManager.addDependency(annotations);
              return docComment(facts.enum(model.name).description) + content;
            },
            additionalContent: ({ model }) => `@JsonValue\nfun toJson(): ${model.type} = value`,
          },
        },
      ],
    });
    return renderAll(request, generator, { packageName }, (models) => {
      // Modelina renders no union of Kotlin: an object of that name becomes the interface of its variants.
      for (const [name, model] of Object.entries(models)) {
        if (facts.union(name) !== undefined) models[name] = new modelina.ObjectModel(name, model.originalInput, {}, {});
      }
    });
  },
};

const sealedInterface = (name: string, facts: Facts): string => {
  const union = facts.union(name);
  const types = (union?.variants ?? []).map(
    (variant) => `  JsonSubTypes.Type(value = ${variant.name}::class, name = ${text(variant.value)})`,
  );
  const tag = `property = ${text(union?.tag ?? '')}, visible = true`;
  return `${docComment(union?.description)}@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, ${tag})
@JsonSubTypes(
${types.join(',\n')}
)
sealed interface ${name}`;
};

const member = ({ name, identifier, description, isRequired, isSure, constant }: Fact, type: string): string => {
  const lines = [`${docComment(description)}@JsonProperty(${text(name)})`];
  if (!isRequired) lines.push('@get:JsonInclude(JsonInclude.Include.NON_NULL)');
  return [...lines, `val ${identifier}: ${type}${isSure ? '' : '?'}${initial({ isRequired, isSure, constant })},`].join(
    '\n',
  );
};

const initial = ({ isRequired, isSure, constant }: Pick<Fact, 'isRequired' | 'isSure' | 'constant'>): string => {
  if (!isRequired) return ' = null';
  return isSure && constant !== undefined ? ` = ${text(constant)}` : '';
};
