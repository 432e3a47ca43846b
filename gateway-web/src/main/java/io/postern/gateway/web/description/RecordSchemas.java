package io.postern.gateway.web.description;

import io.postern.gateway.web.http.TextValues;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * The schemas of the records that cross the REST interface, as JSON-B writes them: what is not
 * optional is required, nothing is null, constants are in lower case, and a value with one text is
 * a string.
 */
final class RecordSchemas {

  /** Every other number is a count or a time. */
  private static final String MAY_BE_NEGATIVE = "order";

  /** By the name of the schema. */
  private final Map<String, Class<?>> records = new TreeMap<>();

  /** Remembers the records that an operation takes and answers. */
  void add(Method operation) {
    add(operation.getGenericReturnType());
    for (Parameter parameter : operation.getParameters()) {
      RequestBodySchema body = parameter.getAnnotation(RequestBodySchema.class);
      if (body != null) {
        add(body.value());
      }
    }
    APIResponseSchema answer = operation.getAnnotation(APIResponseSchema.class);
    if (answer != null) {
      add(answer.value());
    }
  }

  private void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        add(argument);
      }
    } else if (type instanceof Class<?> one && one.isRecord() && !isText(one)) {
      Class<?> known = records.put(one.getSimpleName(), one);
      if (known == null) {
        for (RecordComponent component : one.getRecordComponents()) {
          add(component.getGenericType());
        }
      } else if (!known.equals(one)) {
        throw new IllegalStateException(one + " and " + known + " would be one schema");
      }
    }
  }

  /** Only records remain; values and constants stand where they are used. */
  void complete(Components components) {
    Map<String, Schema> found = components.getSchemas();
    Map<String, Schema> completed = new TreeMap<>();
    records.forEach(
        (name, type) -> {
          Schema schema = found.get(name);
          if (schema == null) {
            throw new IllegalStateException(type + " has no schema; there are " + found.keySet());
          }
          completed.put(name, complete(schema, type));
        });
    completed.putAll(WrittenSchemas.all());
    components.setSchemas(completed);
  }

  private static Schema complete(Schema schema, Class<?> type) {
    RecordDoc doc = RecordDoc.of(type);
    if (schema.getDescription() == null) {
      doc.description().ifPresent(schema::setDescription);
    }
    Map<String, Schema> properties = new TreeMap<>(schema.getProperties());
    properties.keySet().retainAll(names(type));
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Schema property =
          as(Objects.requireNonNull(properties.get(name), name), component.getGenericType());
      if (property.getRef() == null && property.getDescription() == null) {
        doc.component(name).ifPresent(property::setDescription);
      }
      if (isNumber(property) && property.getMinimum() == null && !name.equals(MAY_BE_NEGATIVE)) {
        property.setMinimum(BigDecimal.ZERO);
      }
      properties.put(name, property);
      if (!isOptional(component.getType())) {
        required.add(name);
      }
    }
    schema.setProperties(properties);
    schema.setRequired(required.isEmpty() ? null : required);
    return schema;
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static boolean isOptional(Class<?> type) {
    return type == Optional.class || type == OptionalLong.class;
  }

  private static boolean isNumber(Schema schema) {
    return schema.getType() != null
        && (schema.getType().contains(SchemaType.INTEGER)
            || schema.getType().contains(SchemaType.NUMBER));
  }

  /** A schema as JSON-B writes values of a type. */
  private static Schema as(Schema schema, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == Optional.class) {
        return as(schema, last);
      }
      if (generic.getRawType() == List.class) {
        return neverNull(schema)
            .items(last == OptionalLong.class ? numberOrNull() : as(schema.getItems(), last));
      }
      if (generic.getRawType() == Map.class) {
        return neverNull(schema)
            .additionalPropertiesSchema(as(schema.getAdditionalPropertiesSchema(), last));
      }
      throw new IllegalStateException("no schema for " + type);
    }
    Class<?> one = (Class<?>) type;
    if (one.isEnum()) {
      Schema constants = string();
      for (Object constant : one.getEnumConstants()) {
        constants.addEnumeration(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
      }
      return constants;
    }
    if (isText(one)) {
      return string();
    }
    if (one == Object.class) {
      return OASFactory.createSchema();
    }
    if (one.isRecord()) {
      return OASFactory.createSchema().ref(one.getSimpleName());
    }
    schema.setExamples(null);
    return neverNull(schema);
  }

  private static Schema neverNull(Schema schema) {
    schema.setType(schema.getType().stream().filter(each -> each != SchemaType.NULL).toList());
    return schema;
  }

  /** As an element of a list, what is empty is null. */
  private static Schema numberOrNull() {
    return OASFactory.createSchema()
        .addType(SchemaType.INTEGER)
        .addType(SchemaType.NULL)
        .format("int64");
  }

  private static Schema string() {
    return OASFactory.createSchema().addType(SchemaType.STRING);
  }

  private static boolean isText(Class<?> type) {
    return TextValues.ALL.contains(type);
  }
}
