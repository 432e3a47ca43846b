package io.postern.gateway.export.webhook;

import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.secret.SecretSource;
import io.postern.gateway.settings.ExportEntry.Webhook;
import java.time.Clock;
import java.util.function.Supplier;

/** Entry point: makes targets that are webhooks. Connects to none itself. Thread-safe. */
public final class Webhooks {

  private final SecretSource secrets;
  private final Supplier<String> hostName;
  private final Clock clock;

  /**
   * @param hostName the gateway's name, for targets that give it no other
   */
  public Webhooks(SecretSource secrets, Supplier<String> hostName, Clock clock) {
    this.secrets = secrets;
    this.hostName = hostName;
    this.clock = clock;
  }

  public TargetOpener opener(String name, Webhook webhook) {
    return new WebhookOpener(name, webhook, webhook.gateway().orElseGet(hostName), secrets, clock);
  }
}
