package io.postern.client;

import io.postern.command.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Where the gateway is and the credentials for it.
 *
 * @param url without a slash at its end
 * @param location of a gateway on this machine; it need not be there
 * @param isLocal whether the URL is that of the gateway on this machine, not one that was given
 * @param authorization the header field's value
 * @param localUser who runs the command, for the audit journal; the one before sudo
 */
record GatewayAddress(
    String url, Location location, boolean isLocal, String authorization, String localUser) {

  private static final String DEFAULT_URL = "https://127.0.0.1:8443";

  static GatewayAddress of(ConnectionOptions options, Map<String, String> environment) {
    Optional<String> given = option(options.url, environment, "POSTERN_URL");
    Location location = Location.of(options.data, environment, given.isPresent());
    String url = given.or(() -> location.running().map(RunFile::admin)).orElse(DEFAULT_URL);
    Optional<String> user = option(options.user, environment, "POSTERN_USER");
    Optional<String> password = option(options.password, environment, "POSTERN_PASSWORD");
    if (user.isPresent() && password.isEmpty()) {
      throw CommandFailed.usage("--user needs a password: set POSTERN_PASSWORD");
    }
    return new GatewayAddress(
        checked(url),
        location,
        given.isEmpty(),
        user.map(u -> basic(u, password.orElse(""))).orElseGet(() -> token(location)),
        localUser(environment));
  }

  /** A name that a header field can carry. */
  private static String localUser(Map<String, String> environment) {
    String name = environment.getOrDefault("SUDO_USER", System.getProperty("user.name", ""));
    return name.matches("[\\w.@$-]{1,64}") ? name : "unknown";
  }

  private static Optional<String> option(
      Optional<String> given, Map<String, String> environment, String variable) {
    return given.or(() -> Optional.ofNullable(environment.get(variable)));
  }

  /** Credentials go out with each request: never in clear text, not even to a typing error. */
  private static String checked(String url) {
    try {
      URI uri = URI.create(url);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
        return url.replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage("'" + GatewayAnswer.shown(url) + "' is not a URL");
    }
    throw CommandFailed.usage(
        "'" + GatewayAnswer.shown(url) + "' is not a URL of the form https://host:port");
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String token(Location location) {
    Path file = location.data().resolve("cli-token");
    try {
      return "Bearer " + Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw location.unavailable();
    } catch (IOException e) {
      throw CommandFailed.trying(
          "cannot read the token in "
              + GatewayAnswer.shown(file.toString())
              + " ("
              + e.getClass().getSimpleName()
              + "); run this as the gateway's user, or use --user");
    }
  }
}
