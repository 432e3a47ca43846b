package io.postern.tests;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;

/** The REST interface as automation uses it, with the token of the data folder. */
final class AdminApi implements AutoCloseable {

  private final PosternProcess server;
  private final HttpClient http;

  AdminApi(PosternProcess server) {
    this.server = server;
    this.http = HttpClient.newBuilder().sslContext(TrustsAll.context()).build();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> get(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).GET();
    fields.forEach(request::header);
    return send(request);
  }

  /** An answer that has no end; to be closed. */
  InputStream open(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).GET();
    fields.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofInputStream()).body();
  }

  HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
    return post(path, body, Map.of("Postern-Request", "1"));
  }

  HttpResponse<String> post(String path, byte[] body, Map<String, String> fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(body));
    fields.forEach(request::header);
    return send(request);
  }

  HttpResponse<String> put(String path, byte[] body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .header("Postern-Request", "1")
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> json(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Postern-Request", "1")
            .method(method, BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) throws IOException {
    String token = Files.readString(server.data.resolve("cli-token")).strip();
    return HttpRequest.newBuilder(
            URI.create("https://127.0.0.1:" + server.adminPort + "/api/v1/" + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
