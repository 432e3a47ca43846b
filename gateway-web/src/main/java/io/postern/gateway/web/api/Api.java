package io.postern.gateway.web.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** All there is under {@code /api/v1}, but for the {@link JournalStream}. */
@ApplicationPath("api/v1")
public class Api extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        SessionResource.class,
        PasswordResource.class,
        StatusResource.class,
        ExtensionsResource.class,
        QueuesResource.class,
        MessagesResource.class,
        BulkResource.class,
        SelfTestResource.class,
        SettingsResource.class,
        SettingsFormResource.class,
        UpdateResource.class,
        JournalResource.class,
        RecoveryResource.class,
        SeriesResource.class,
        OpenApiResource.class,
        Guard.class,
        Problems.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    // Jersey's own description of the resources would answer without a login.
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
