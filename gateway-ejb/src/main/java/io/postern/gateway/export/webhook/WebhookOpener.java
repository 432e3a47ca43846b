package io.postern.gateway.export.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.SampleEvent;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetTrust;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.secret.SecretSource;
import io.postern.gateway.secret.SecretsUnavailable;
import io.postern.gateway.settings.ExportEntry.Webhook;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens one webhook as the settings say. Thread-safe. */
final class WebhookOpener implements TargetOpener {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final String name;
  private final Webhook webhook;
  private final String gateway;
  private final SecretSource secrets;
  private final Clock clock;

  WebhookOpener(String name, Webhook webhook, String gateway, SecretSource secrets, Clock clock) {
    this.name = name;
    this.webhook = webhook;
    this.gateway = gateway;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public ExportTarget open(ExportStream stream) throws TargetUnavailable {
    return connect(stream);
  }

  private WebhookTarget connect(ExportStream stream) throws TargetUnavailable {
    BodySignature signature = new BodySignature(key());
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .sslContext(TargetTrust.context(webhook.authorities()))
            .build();
    return new WebhookTarget(client, webhook, stream, gateway, signature, clock);
  }

  private byte[] key() throws TargetUnavailable {
    String secret = webhook.secret();
    try {
      return secrets
          .value(secret)
          .orElseThrow(
              () ->
                  new TargetUnavailable(
                      "there is no secret %s; postern secret set %s".formatted(secret, secret),
                      null))
          .getBytes(UTF_8);
    } catch (SecretsUnavailable e) {
      throw new TargetUnavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<String> test(Map<String, String> given) throws TargetUnavailable {
    return new WebhookOpener(name, webhook, gateway, secrets.with(given), clock).test();
  }

  private List<String> test() throws TargetUnavailable {
    try (WebhookTarget target = connect(SampleEvent.stream(name))) {
      return List.of(
          "a batch without events was posted to %s as gateway %s".formatted(webhook.url(), gateway),
          target.test());
    }
  }

  @Override
  public Optional<String> ddl() {
    return Optional.empty();
  }
}
