package io.postern.gateway.web.access;

import io.postern.gateway.operation.AccountControl;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;

/** Builds the package's objects, and has the command's token on disk while the application runs. */
@Singleton
public class AccessProducer {

  private static final Logger LOG = System.getLogger("io.postern.gateway.web.access");

  private final CliToken token = token();

  /** Observing the start makes this bean, and so the token, exist from then on. */
  void started(@Observes @Initialized(ApplicationScoped.class) Object application) {}

  @Produces
  @Singleton
  Access access(AccountControl control) {
    return new Access(control, token, InstantSource.system());
  }

  @PreDestroy
  void stopped() {
    try {
      token.delete();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "access: cannot delete the command''s token ({0}); it is void", e);
    }
  }

  private static CliToken token() {
    String data = System.getProperty("postern.data");
    if (data == null) {
      return CliToken.none();
    }
    try {
      return CliToken.write(Path.of(data));
    } catch (IOException e) {
      LOG.log(
          Level.ERROR,
          "access: cannot write the command''s token to {0} ({1}); the command needs a user and a"
              + " password until the next start",
          data,
          e);
      return CliToken.none();
    }
  }
}
