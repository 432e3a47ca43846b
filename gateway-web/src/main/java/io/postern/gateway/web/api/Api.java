package io.postern.gateway.web.api;

import io.postern.gateway.web.access.Access;
import io.postern.gateway.web.http.Problem;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.servers.Server;

/** All there is under {@code /api/v1}, but for the {@link JournalStream}. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Postern administration",
            version = "1",
            description =
                "The administration API; the web pages, the postern command and automation use "
                    + "it. Log in with POST /session (cookie), with HTTP Basic, or on the gateway's "
                    + "own machine with the bearer token in the data folder's file cli-token. Every "
                    + "operation names in x-roles who may call it; none means anyone. A request whose "
                    + "Host header field is not localhost, an IP address or one of the "
                    + "administration's names is answered 421; without valid credentials every "
                    + "address but POST and DELETE /session answers 401. Errors are problem documents "
                    + "(RFC 9457). Texts that mail brought in are as hostile here as they were there."),
    servers = @Server(url = "/api/v1"),
    security = {
      @SecurityRequirement(name = "session"),
      @SecurityRequirement(name = "basic"),
      @SecurityRequirement(name = "token")
    },
    components =
        @Components(
            securitySchemes = {
              @SecurityScheme(
                  securitySchemeName = "session",
                  type = SecuritySchemeType.APIKEY,
                  in = SecuritySchemeIn.COOKIE,
                  apiKeyName = Access.COOKIE),
              @SecurityScheme(
                  securitySchemeName = "basic",
                  type = SecuritySchemeType.HTTP,
                  scheme = "basic"),
              @SecurityScheme(
                  securitySchemeName = "token",
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer")
            },
            parameters =
                @Parameter(
                    name = "PosternRequest",
                    in = ParameterIn.HEADER,
                    required = true,
                    description = "Keeps other sites from making a browser send this.",
                    schema = @Schema(type = SchemaType.STRING, constValue = "1")),
            responses =
                @APIResponse(
                    name = "Problem",
                    description = "What is wrong.",
                    content =
                        @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(ref = "Problem")))))
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
        ExportsResource.class,
        SecretsResource.class,
        UpdateResource.class,
        JournalResource.class,
        StoryResource.class,
        RecoveryResource.class,
        SeriesResource.class,
        MetricsResource.class,
        OpenApiResource.class,
        JsonProvider.class,
        Guard.class,
        Problems.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    // Jersey's own description of the resources would answer without a login.
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }
}
