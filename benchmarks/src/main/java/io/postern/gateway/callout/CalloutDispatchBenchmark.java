package io.postern.gateway.callout;

import io.postern.fixtures.TestSession;
import io.postern.gateway.callout.cdi.CdiExtensions;
import io.postern.gateway.notice.Notices;
import io.postern.mail.Envelope;
import io.postern.mail.ReversePath;
import io.postern.runtime.CalloutDiscovery;
import io.postern.runtime.DeployedArchives;
import io.postern.session.Session;
import io.postern.validation.SenderGiven;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One stage asked, hand-over included, with no and with three observers; by a virtual thread, as
 * sessions are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class CalloutDispatchBenchmark {

  /** Whether an archive with three observers is deployed. */
  @Param({"0", "3"})
  public int observers;

  private final Envelope begun = Envelope.of(ReversePath.parse("a@client.example"), List.of());
  private final Session session = new TestSession();
  private Optional<WeldContainer> container = Optional.empty();
  private Optional<CalloutRegistry> registry = Optional.empty();
  private final Map<String, Object> ofWatchers = new HashMap<>();
  private final DeployedArchives deployed = DeployedArchives.take();
  private Optional<CdiExtensions> archives = Optional.empty();

  @Setup
  public void deploy() {
    if (observers > 0) {
      container =
          Optional.of(
              new Weld()
                  .disableDiscovery()
                  .extensions(new CalloutDiscovery())
                  .addBeanClasses(Three.class)
                  .initialize());
    }
    registry =
        Optional.of(
            new CalloutRegistry(
                name -> ExtensionPolicy.DEFAULT,
                () -> {
                  throw new UnsupportedOperationException("no content at this stage");
                },
                failure -> {
                  throw new IllegalStateException(failure.toString());
                },
                new Notices(Clock.systemUTC(), change -> {}),
                Runnable::run,
                1));
    archives = registry.map(callouts -> new CdiExtensions(callouts, deployed));
  }

  @TearDown
  public void undeploy() {
    archives.ifPresent(CdiExtensions::close);
    registry.ifPresent(CalloutRegistry::close);
    container.ifPresent(WeldContainer::close);
    deployed.close();
  }

  @Benchmark
  public Answer<Envelope> senderGiven() {
    try (CalloutSet set = registry.orElseThrow().open("S1", 1, ofWatchers)) {
      return set.senderGiven(session, begun);
    }
  }

  /** Observers that look at the event and object to nothing. */
  public static class Three {
    private long seen;

    void first(@Observes SenderGiven event) {
      seen += event.parameters().all().size();
    }

    void second(@Observes SenderGiven event) {
      seen += event.parameters().all().size();
    }

    void third(@Observes SenderGiven event) {
      seen += event.parameters().all().size();
    }
  }
}
