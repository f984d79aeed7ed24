/** C# records for System.Text.Json 9. */
import { typeName } from '../names-of-models.js';
import { constraints, harmless, type Language, literal, renderAll } from '../language.js';
import type { Fact, Facts } from '../facts.js';
import type { UnionModel } from '../model.js';

/** Members that every record has. */
const reserved =
  'Clone Deconstruct EqualityContract Equals Finalize GetHashCode GetType MemberwiseClone PrintMembers ReferenceEquals ToString'.split(
    ' ',
  );

const serialization = 'using System.Text.Json.Serialization;';

export const csharp: Language = {
  id: 'csharp',
  members: { property: 'pascal', value: 'pascal', reserved },
  opening: '#nullable enable\n',
  fileName: (model) => `${model}.cs`,
  packageName: (prefix, service) => [...prefix.split('.'), service].map(typeName).join('.'),
  render: (request) => {
    const { modelina, facts, packageName } = request;
    const { typeMapping } = modelina.CSharpGenerator.defaultOptions;
    const optional = (type: string, isRequired: boolean | undefined): string =>
      isRequired === false ? `${type}?` : type;
    const generator = new modelina.CSharpGenerator({
      collectionType: 'List',
      modelType: 'record',
      constraints: constraints(facts, literal),
      typeMapping: {
        ...typeMapping,
        Any: ({ partOfProperty }) => optional('System.Text.Json.JsonElement', partOfProperty?.required),
        Array: ({ constrainedModel, partOfProperty }) =>
          optional(`IReadOnlyList<${constrainedModel.valueModel.type}>`, partOfProperty?.required),
        Dictionary: ({ constrainedModel, partOfProperty }) =>
          optional(`IReadOnlyDictionary<string, ${constrainedModel.value.type}>`, partOfProperty?.required),
        Union: ({ constrainedModel, partOfProperty }) => optional(constrainedModel.name, partOfProperty?.required),
        String: (context) =>
          context.constrainedModel.options.format === 'date'
            ? optional('System.DateOnly', context.partOfProperty?.required)
            : typeMapping.String(context),
      },
      presets: [
        {
          record: {
            self: ({ renderer, model, content }) => {
              renderer.dependencyManager.addDependency('using System.Collections.Generic;');
              renderer.dependencyManager.addDependency('using System.Text.Json;');
              renderer.dependencyManager.addDependency(serialization);
              const union = facts.union(model.name);
              if (union !== undefined) return interfaceOf(union);
              const parents = facts
                .unionsOf(model.name)
                .map(({ name }) => `\npublic partial record ${model.name} : ${name} { }`);
              return summary(facts.object(model.name).description) + content + parents.join('');
            },
            property: ({ model, property }) =>
              member(facts.property(model.name, property.unconstrainedPropertyName), property.property.type),
          },
          enum: {
            self: ({ renderer, model }) => {
              renderer.dependencyManager.addDependency(serialization);
              return enumeration(model.name, facts);
            },
          },
        },
      ],
    });
    return renderAll(request, generator, { namespace: packageName }, (models) => {
      // Modelina renders no union of C#: an object of that name becomes the interface of its variants.
      for (const [name, model] of Object.entries(models)) {
        if (facts.union(name) !== undefined) models[name] = new modelina.ObjectModel(name, model.originalInput, {}, {});
      }
    });
  },
};

const member = ({ name, identifier, description, isRequired, isSure, constant }: Fact, type: string): string => {
  const lines = [`${summary(description)}[JsonPropertyName(${literal(name)})]`];
  if (!isRequired) lines.push('[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]');
  const value = isSure && constant !== undefined ? ` = ${literal(constant)};` : '';
  const modifier = isRequired && value === '' ? 'required ' : '';
  return [...lines, `public ${modifier}${type} ${identifier} { get; init; }${value}`].join('\n');
};

const enumeration = (name: string, facts: Facts): string => {
  const { values, description } = facts.enum(name);
  const all: readonly (string | number)[] = values;
  const items = all.map((value) =>
    typeof value === 'string'
      ? `  [JsonStringEnumMemberName(${literal(value)})]\n  ${facts.value(name, value)}`
      : `  ${facts.value(name, String(value))} = ${value}`,
  );
  const converter = typeof all[0] === 'string' ? `[JsonConverter(typeof(JsonStringEnumConverter<${name}>))]\n` : '';
  return `${summary(description)}${converter}public enum ${name}\n{\n${items.join(',\n')}\n}`;
};

/** The serializer wants a tag of its own to stand first; a converter takes the contract's, wherever it stands. */
const interfaceOf = ({ name, description, tag, variants }: UnionModel): string => {
  const cases = variants.map((one) => `      ${literal(one.value)} => root.Deserialize<${one.name}>(options)!,`);
  return `${summary(description)}[JsonConverter(typeof(${name}Converter))]
public interface ${name} { }

internal sealed class ${name}Converter : JsonConverter<${name}>
{
  public override ${name} Read(ref Utf8JsonReader reader, System.Type typeToConvert, JsonSerializerOptions options)
  {
    using var document = JsonDocument.ParseValue(ref reader);
    var root = document.RootElement;
    var tag = root.GetProperty(${literal(tag)}).GetString();
    return tag switch
    {
${cases.join('\n')}
      _ => throw new JsonException($"${name} has no variant \\"{tag}\\"."),
    };
  }

  public override void Write(Utf8JsonWriter writer, ${name} value, JsonSerializerOptions options) =>
    JsonSerializer.Serialize(writer, value, value.GetType(), options);
}`;
};

const summary = (text: string | undefined): string => {
  if (text === undefined || text.trim() === '') return '';
  const escaped = harmless(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const lines = ['<summary>', ...escaped.split('\n'), '</summary>'];
  return `${lines.map((line) => `/// ${line}`.trimEnd()).join('\n')}\n`;
};
