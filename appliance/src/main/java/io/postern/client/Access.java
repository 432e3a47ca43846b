package io.postern.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the gateway is and how to be let in.
 *
 * @param url without a slash at its end
 * @param data the gateway's data folder; it need not be there
 * @param authorization the header field's value
 */
record Access(String url, Path data, String authorization) {

  static final Set<String> OPTIONS = Set.of("--url", "--data", "--user", "--password");

  static final String USAGE =
      """
      Where the gateway is, and how to be let in:
        --url URL          or POSTERN_URL; default what the running gateway left in its data folder,
                           or https://127.0.0.1:8443
        --data DIR         the gateway's data folder, or POSTERN_DATA; default ./data, of an installed
                           product /var/lib/postern: its certificate and, without --user, the token
                           in it are used
        --user NAME        or POSTERN_USER
        --password TEXT    better POSTERN_PASSWORD, which other users of the machine do not see

      Exit codes: 0 done, 1 tried and failed, 2 asked wrongly.""";

  static Access of(Arguments arguments, Map<String, String> environment) {
    Path data = path(option(arguments, environment, "--data", "POSTERN_DATA").orElse("data"));
    String url = option(arguments, environment, "--url", "POSTERN_URL").orElseGet(() -> left(data));
    Optional<String> user = option(arguments, environment, "--user", "POSTERN_USER");
    Optional<String> password = option(arguments, environment, "--password", "POSTERN_PASSWORD");
    if (user.isPresent() && password.isEmpty()) {
      throw Failed.asked("--user needs a password: set POSTERN_PASSWORD");
    }
    return new Access(
        checked(url),
        data,
        user.map(u -> basic(u, password.orElse(""))).orElseGet(() -> token(data)));
  }

  /** Where the gateway of that folder serves its administration. */
  private static String left(Path data) {
    try {
      return Files.readString(data.resolve("admin-url"), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "https://127.0.0.1:8443"; // it does not run, or its folder is not ours to read
    }
  }

  private static Optional<String> option(
      Arguments arguments, Map<String, String> environment, String option, String variable) {
    return arguments.value(option).or(() -> Optional.ofNullable(environment.get(variable)));
  }

  /** Credentials go out with each request: never in clear text, not even to a typing error. */
  private static String checked(String url) {
    try {
      URI uri = URI.create(url);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
        return url.replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      throw Failed.asked("'" + Shown.text(url) + "' is not a URL");
    }
    throw Failed.asked("'" + Shown.text(url) + "' is not a URL of the form https://host:port");
  }

  private static Path path(String data) {
    try {
      return Path.of(data);
    } catch (InvalidPathException e) {
      throw Failed.asked("'" + Shown.text(data) + "' is not a folder");
    }
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String token(Path data) {
    Path file = data.resolve("cli-token");
    try {
      return "Bearer " + Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw Failed.trying(
          "no token in "
              + file
              + ": is the gateway running with this data folder (--data)?"
              + " From elsewhere use --user");
    } catch (IOException e) {
      throw Failed.trying(
          "cannot read the token in "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "); run this as the gateway's user, or use --user");
    }
  }
}
