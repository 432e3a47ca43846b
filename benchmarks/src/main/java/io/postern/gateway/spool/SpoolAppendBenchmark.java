package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Synced acceptances of 10 KB, each finished at once, from so many sessions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SpoolAppendBenchmark {

  private static final int MESSAGES = 1024;

  @Param({"1", "16", "64"})
  public int sessions;

  private final byte[] content = new byte[10_240];
  private Path folder = Path.of("");
  private Optional<Spool> spool = Optional.empty();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @Setup(Level.Trial)
  public void open() throws IOException {
    Arrays.fill(content, (byte) 'x');
    folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "spool-benchmark");
    spool =
        Optional.of(Spool.open(SpoolOptions.of(folder), Clock.systemUTC(), new MemoryReader(0)));
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    threads.close();
    spool.orElseThrow().close();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void acceptances() throws Exception {
    List<? extends Future<?>> all =
        java.util.stream.IntStream.range(0, sessions)
            .mapToObj(i -> threads.submit(() -> accept(MESSAGES / sessions)))
            .toList();
    for (Future<?> one : all) {
      one.get();
    }
  }

  private Void accept(int messages) throws IOException {
    Spool spool = this.spool.orElseThrow();
    for (int i = 0; i < messages; i++) {
      ContentWriter writer = spool.newContent();
      writer.write(content, 0, content.length);
      SpoolId id = spool.newId();
      Instant now = Instant.now();
      spool.accept(
          new Arrival(
              id,
              Envelope.of(
                  ReversePath.parse("a@client.example"), List.of(Mailbox.parse("b@example.com"))),
              writer.finish(),
              Map.of("peer", "127.0.0.1:4711"),
              now));
      RecipientState done = new RecipientState.Finished(RecipientState.Ending.DELIVERED);
      spool.mark(List.of(new Mark(id, 0, done, now, Map.of())));
    }
    return null;
  }
}
