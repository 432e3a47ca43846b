package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description and the resources say the same, roles included. */
final class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
  private final JsonObject description = description();

  @Test
  void everyOperation_isDescribed_andEveryDescribedOneIsThere() {
    assertEquals(resources(), described());
  }

  @Test
  void everyOperation_saysWhoMayCallIt() {
    for (Class<?> type : new Api().getClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        if (httpMethod(method) != null) {
          assertTrue(
              method.isAnnotationPresent(RolesAllowed.class)
                  != method.isAnnotationPresent(PermitAll.class),
              method.toString());
        }
      }
    }
  }

  @Test
  void everyOperationThatChangesSomething_asksForTheHeader() {
    operations()
        .forEach(
            (name, operation) ->
                assertEquals(
                    !name.startsWith("get "),
                    operation.toString().contains("#/components/parameters/PosternRequest"),
                    name));
  }

  @Test
  void everyReference_leadsSomewhere() {
    for (String part : description.toString().split("\"\\$ref\":\"", -1)) {
      if (part.startsWith("#/")) {
        String pointer = part.substring(1, part.indexOf('"'));
        assertTrue(Json.createPointer(pointer).containsValue(description), pointer);
      }
    }
  }

  private TreeMap<String, Set<String>> described() {
    TreeMap<String, Set<String>> described = new TreeMap<>();
    operations()
        .forEach(
            (name, operation) -> described.put(name, texts(operation.getJsonArray("x-roles"))));
    return described;
  }

  private TreeMap<String, JsonObject> operations() {
    TreeMap<String, JsonObject> operations = new TreeMap<>();
    description
        .getJsonObject("paths")
        .forEach(
            (path, item) ->
                item.asJsonObject()
                    .forEach(
                        (method, operation) -> {
                          assertTrue(METHODS.contains(method), method);
                          operations.put(method + " " + path, operation.asJsonObject());
                        }));
    return operations;
  }

  private static TreeMap<String, Set<String>> resources() {
    TreeMap<String, Set<String>> resources = new TreeMap<>();
    resources.put("get /" + JournalStream.PATH, new TreeSet<>(JournalStream.ROLES));
    for (Class<?> type : new Api().getClasses()) {
      Path root = type.getAnnotation(Path.class);
      for (Method method : type.getDeclaredMethods()) {
        String verb = httpMethod(method);
        if (root != null && verb != null) {
          Path path = method.getAnnotation(Path.class);
          RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
          resources.put(
              verb + " /" + root.value() + (path == null ? "" : "/" + path.value()),
              roles == null ? Set.of() : new TreeSet<>(List.of(roles.value())));
        }
      }
    }
    return resources;
  }

  private static @org.jspecify.annotations.Nullable String httpMethod(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return verb.value().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static Set<String> texts(JsonArray array) {
    return new TreeSet<>(array.getValuesAs(JsonString::getString));
  }

  private static JsonObject description() {
    try (JsonReader reader = Json.createReader(new OpenApiResource().description())) {
      return reader.readObject();
    }
  }
}
