/** Java 17 classes with the annotations of Jackson. */
import { constraints, docComment, type Language, literal, packagePart, renderAll } from '../language.js';

const reserved = (
  'abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally ' +
  'float for goto if implements import instanceof int interface long native new null package private protected public record return ' +
  'short static strictfp super switch synchronized this throw throws transient true try var void volatile while yield'
).split(' ');

const annotations = 'import com.fasterxml.jackson.annotation.*;';

export const java: Language = {
  id: 'java',
  members: { property: 'camel', value: 'constant', reserved },
  fileName: (model) => `${model}.java`,
  packageName: (prefix, service) => `${prefix}.${packagePart(service, reserved)}`,
  render: (request) => {
    const { modelina, facts, packageName } = request;
    const generator = new modelina.JavaGenerator({
      collectionType: 'List',
      constraints: constraints(facts, literal),
      presets: [
        {
          class: {
            self: ({ renderer, model, content }) => {
              renderer.dependencyManager.addDependency(annotations);
              return docComment(facts.object(model.name).description) + content;
            },
            property: ({ model, property }) => {
              const { name, identifier, isRequired, constant } = facts.property(
                model.name,
                property.unconstrainedPropertyName,
              );
              const lines = [`@JsonProperty(${literal(name)})`];
              if (!isRequired) lines.push('@JsonInclude(JsonInclude.Include.NON_NULL)');
              const value = constant === undefined || !isRequired ? '' : ` = ${literal(constant)}`;
              return [...lines, `private ${property.property.type} ${identifier}${value};`].join('\n');
            },
            getter: ({ model, property, content }) =>
              docComment(facts.property(model.name, property.unconstrainedPropertyName).description) + content,
          },
          enum: {
            self: ({ renderer, model, content }) => {
              renderer.dependencyManager.addDependency(annotations);
              return docComment(facts.enum(model.name).description) + content;
            },
            getValue: ({ content }) => `@JsonValue\n${content}`,
            fromValue: ({ content }) => `@JsonCreator\n${content}`,
          },
          union: {
            self: ({ renderer, model }) => {
              const union = facts.union(model.name);
              if (union === undefined) throw new Error(`Modelina renders a union ${model.name} that is none.`);
              renderer.dependencyManager.addDependency(annotations);
              const types = union.variants.map(
                ({ name, value }) => `  @JsonSubTypes.Type(value = ${name}.class, name = ${literal(value)})`,
              );
              const tag = `property = ${literal(union.tag)}, visible = true`;
              return [
                `${docComment(union.description)}@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, ${tag})`,
                `@JsonSubTypes({\n${types.join(',\n')}\n})`,
                `public interface ${union.name} {\n}`,
              ].join('\n');
            },
          },
        },
      ],
    });
    return renderAll(request, generator, { packageName });
  },
};
