package io.postern.client;

import io.postern.command.CommandFailed;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** The gateway's REST interface; what goes wrong becomes one line. */
final class GatewayClient implements AutoCloseable {

  /** Deploying may have to wait for transactions under way. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GatewayAddress access;
  private final HttpClient http;

  GatewayClient(GatewayAddress access) {
    this.access = access;
    this.http =
        HttpClient.newBuilder()
            .sslContext(PinnedCertificate.context(access.location().data()))
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  String get(String path) {
    return send(request(path).timeout(PATIENCE).GET().build());
  }

  /** Without a body. */
  String post(String path) {
    return send(request(path).timeout(PATIENCE).POST(BodyPublishers.noBody()).build());
  }

  String put(String path, Path file) {
    try {
      return send(
          request(path)
              .timeout(PATIENCE)
              .header("Content-Type", "application/octet-stream")
              .PUT(BodyPublishers.ofFile(file))
              .build());
    } catch (FileNotFoundException e) {
      throw CommandFailed.trying("cannot read " + file);
    }
  }

  String put(String path, Map<String, ?> json) {
    return send(jsonRequest(path).PUT(body(json)).build());
  }

  String post(String path, Map<String, ?> json) {
    return send(jsonRequest(path).POST(body(json)).build());
  }

  private HttpRequest.Builder jsonRequest(String path) {
    return request(path).timeout(PATIENCE).header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher body(Map<String, ?> json) {
    return BodyPublishers.ofString(Json.ascii(Json.of(json)));
  }

  void delete(String path) {
    send(request(path).timeout(PATIENCE).DELETE().build());
  }

  /** Reads server-sent events until the gateway ends them. */
  void events(String path, Consumer<String> data) {
    try {
      HttpResponse<Stream<String>> response =
          http.send(request(path).GET().build(), BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() != 200) {
          throw refused(response.statusCode(), lines.collect(Collectors.joining()));
        }
        lines
            .filter(line -> line.startsWith("data:"))
            .forEach(line -> data.accept(line.substring(5).strip()));
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw refused(response.statusCode(), response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(access.url() + "/api/v1/" + path))
        .header("Authorization", access.authorization())
        .header("Postern-User", access.localUser())
        .header("Postern-Request", "1");
  }

  /** Conditions as a query; {@code ?} included when there are any. */
  static String query(Map<String, String> conditions) {
    return conditions.isEmpty()
        ? ""
        : conditions.entrySet().stream()
            .map(e -> e.getKey() + '=' + encoded(e.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private CommandFailed refused(int status, String body) {
    String detail = "";
    List<String> problems = List.of();
    try {
      GatewayAnswer answer = new GatewayAnswer(Json.object(body));
      detail = answer.text("detail");
      problems = answer.objects("problems").stream().map(GatewayClient::described).toList();
    } catch (IllegalArgumentException e) {
      detail = "";
    }
    return CommandFailed.trying(
        detail.isEmpty()
            ? access.url() + " answered " + status + ", which a gateway does not: is it one?"
            : detail + (status == 401 ? " (the gateway refused the credentials)" : ""),
        problems);
  }

  /** A mistake in the settings. */
  private static String described(GatewayAnswer problem) {
    String line = problem.number("line") > 0 ? "line " + problem.text("line") : "";
    String at =
        Stream.of(line, problem.text("path"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return (at.isEmpty() ? "" : at + ": ") + problem.text("message");
  }

  private CommandFailed unreachable(IOException e) {
    if (e instanceof ConnectException && access.isLocal() && !access.location().isRunning()) {
      // A gateway that was killed leaves its token.
      return access.location().unavailable();
    }
    String reason =
        switch (e) {
          case ConnectException refused -> "connection refused";
          case SSLException ssl ->
              "TLS: " + ssl.getMessage() + "; wrong --data or POSTERN_DATA for this gateway?";
          default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    return CommandFailed.trying(
        "cannot talk to " + access.url() + " (" + GatewayAnswer.shown(reason) + ")");
  }

  private static CommandFailed interrupted() {
    Thread.currentThread().interrupt();
    return CommandFailed.trying("interrupted");
  }

  @Override
  public void close() {
    // Not close(), which waits for streams that may never end.
    http.shutdownNow();
  }
}
