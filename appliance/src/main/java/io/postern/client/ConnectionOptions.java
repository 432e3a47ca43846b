package io.postern.client;

import io.postern.command.Terminal;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say where the gateway is and who asks, before an action's name or after it. */
final class ConnectionOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "data folder of a gateway on this machine, or POSTERN_DATA. Default: that of the running"
              + " gateway of this user, or ./data; of an installed product /var/lib/postern. Its"
              + " certificate and, without --user, the token in it are used")
  Optional<String> data = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "or POSTERN_URL; default: the address of the gateway on this machine")
  Optional<String> url = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "or POSTERN_USER")
  Optional<String> user = Optional.empty();

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      scope = ScopeType.INHERIT,
      description = "or POSTERN_PASSWORD, which is not visible to other local users")
  Optional<String> password = Optional.empty();

  /** To be closed by the caller. */
  GatewayClient gateway(Terminal terminal) {
    return new GatewayClient(GatewayAddress.of(this, terminal.environment()));
  }
}
