package io.postern.gateway.web.description;

import io.postern.gateway.web.api.Api;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Completes what SmallRye read from the resources. The build runs it. */
public class ApiDescription implements OASFilter {

  private static final String REQUEST = "PosternRequest";

  private final RecordSchemas schemas = new RecordSchemas();

  @Override
  public void filterOpenAPI(OpenAPI description) {
    Map<String, PathItem> paths = new TreeMap<>();
    Map<String, PathItem> found = description.getPaths().getPathItems();
    found.forEach((path, item) -> paths.put(belowServer(description, path), item));
    LiveJournalPath.addTo(paths);
    description.setPaths(OASFactory.createPaths());
    paths.forEach(description.getPaths()::addPathItem);
    paths.values().forEach(ApiDescription::complete);
    for (Class<?> resource : new Api().getClasses()) {
      for (Method method : resource.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Operation.class)) {
          schemas.add(method);
          limit(operation(paths, method), method);
        }
      }
    }
    schemas.complete(description.getComponents());
    // Annotations know one name only, which is that in the components.
    Map<String, Parameter> parameters = description.getComponents().getParameters();
    Objects.requireNonNull(parameters.get(REQUEST), REQUEST).setName("Postern-Request");
  }

  private static String belowServer(OpenAPI description, String path) {
    String server = description.getServers().getFirst().getUrl();
    if (!path.startsWith(server)) {
      throw new IllegalStateException(path + " is not below " + server);
    }
    return path.substring(server.length());
  }

  /** Every operation may end in a problem; one that changes something needs our header field. */
  private static void complete(PathItem item) {
    item.getOperations()
        .forEach(
            (method, operation) -> {
              operation
                  .getResponses()
                  .setDefaultValue(
                      OASFactory.createAPIResponse().ref("#/components/responses/Problem"));
              if (operation.getRequestBody() != null) {
                operation.getRequestBody().setRequired(true);
              }
              Optional.ofNullable(operation.getParameters()).stream()
                  .flatMap(List::stream)
                  .filter(parameter -> "".equals(parameter.getSchema().getDefaultValue()))
                  .forEach(parameter -> parameter.getSchema().setDefaultValue(null));
              if (method != PathItem.HttpMethod.GET) {
                operation.addParameter(
                    OASFactory.createParameter().ref("#/components/parameters/" + REQUEST));
              }
            });
  }

  private static org.eclipse.microprofile.openapi.models.Operation operation(
      Map<String, PathItem> paths, Method method) {
    String id = method.getAnnotation(Operation.class).operationId();
    return paths.values().stream()
        .flatMap(item -> item.getOperations().values().stream())
        .filter(operation -> id.equals(operation.getOperationId()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no operation " + id + " of " + method));
  }

  private static void limit(
      org.eclipse.microprofile.openapi.models.Operation operation, Method method) {
    RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
    operation.addExtension("x-roles", roles == null ? List.of() : List.of(roles.value()));
    operation.setSecurity(method.isAnnotationPresent(PermitAll.class) ? List.of() : null);
  }
}
