package io.postern.gateway.export.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.export.BatchRefused;
import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.settings.ExportEntry.Webhook;
import io.postern.text.Shown;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** One stream to a server that keeps no position that the gateway could ask for. */
final class WebhookTarget implements ExportTarget {

  private final HttpClient client;
  private final Webhook webhook;
  private final ExportStream stream;
  private final String gateway;
  private final BodySignature signature;
  private final Clock clock;

  /**
   * @param client closed with this
   */
  WebhookTarget(
      HttpClient client,
      Webhook webhook,
      ExportStream stream,
      String gateway,
      BodySignature signature,
      Clock clock) {
    this.client = client;
    this.webhook = webhook;
    this.stream = stream;
    this.gateway = gateway;
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  public OptionalLong position() {
    return OptionalLong.empty();
  }

  @Override
  public void write(List<ExportEvent> events, long position)
      throws TargetUnavailable, BatchRefused {
    if (events.isEmpty()) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .setHeader(
                "Idempotency-Key",
                "\"%s:%d-%d\""
                    .formatted(
                        gateway.replace("\\", "\\\\").replace("\"", "\\\""),
                        events.getFirst().sequence(),
                        events.getLast().sequence()));
    post(request, body(events)).check(clock.instant());
  }

  /** A batch without events, which a server must not take for anything. */
  String test() throws TargetUnavailable {
    ServerAnswer answer =
        post(HttpRequest.newBuilder().setHeader("Postern-Test", "yes"), body(List.of()));
    try {
      answer.check(clock.instant());
    } catch (BatchRefused e) {
      throw new TargetUnavailable(String.valueOf(e.getMessage()), e);
    }
    return "the server answers " + answer.status();
  }

  private byte[] body(List<ExportEvent> events) {
    String text =
        webhook.lines()
            ? events.stream()
                .map(event -> event.portableJson() + "\n")
                .collect(Collectors.joining())
            : events.stream()
                .map(ExportEvent::portableJson)
                .collect(Collectors.joining(",\n", "[", "]"));
    return text.getBytes(US_ASCII);
  }

  private ServerAnswer post(HttpRequest.Builder request, byte[] body) throws TargetUnavailable {
    request
        .uri(webhook.url())
        .timeout(webhook.timeout())
        .setHeader("Content-Type", webhook.lines() ? "application/x-ndjson" : "application/json")
        .setHeader("User-Agent", "Postern")
        .setHeader("Postern-Gateway", gateway)
        .setHeader("Postern-Stream", stream.kind().name().toLowerCase(Locale.ROOT))
        .setHeader("Postern-Signature", signature.of(body, clock.instant()))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    CompletableFuture<HttpResponse<String>> answered =
        client.sendAsync(request.build(), _ -> new AnswerBegin());
    try {
      // Also of an answer whose content comes an octet at a time.
      HttpResponse<String> answer =
          answered.get(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new ServerAnswer(answer.statusCode(), answer.headers(), answer.body());
    } catch (TimeoutException e) {
      answered.cancel(true);
      throw new TargetUnavailable(
          "no answer within %d s".formatted(webhook.timeout().toSeconds()), e);
    } catch (ExecutionException e) {
      throw new TargetUnavailable("cannot post (%s)".formatted(reason(e.getCause())), e);
    } catch (InterruptedException e) {
      answered.cancel(true);
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("interrupted", e);
    }
  }

  private static String reason(@org.jspecify.annotations.Nullable Throwable cause) {
    if (cause == null) {
      return "no reason given";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : Shown.of(cause);
  }

  /** A server that takes an event without keeping it is not known to HTTP. */
  @Override
  public boolean accepts(ExportEvent event) {
    return false;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
