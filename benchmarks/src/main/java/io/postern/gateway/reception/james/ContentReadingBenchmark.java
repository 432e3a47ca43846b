package io.postern.gateway.reception.james;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Finding the end of a content of 10 KB, dot-unstuffing included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ContentReadingBenchmark {

  /** Octets handed over at once, as the socket gives them. */
  @Param({"1460", "16384"})
  public int chunk;

  private byte[] content = new byte[0];
  private long taken;

  @Setup
  public void prepare() {
    StringBuilder text = new StringBuilder("Subject: benchmark\r\n\r\n");
    while (text.length() < 10_240) {
      text.append("..stuffed\r\n").append("x".repeat(70)).append("\r\n");
    }
    content = text.append(".\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Benchmark
  public long content() {
    ContentScanner scanner = new ContentScanner();
    for (int from = 0; from < content.length; from += chunk) {
      scanner.scan(
          content,
          from,
          Math.min(content.length, from + chunk),
          (octets, offset, length) -> taken += length);
    }
    return taken;
  }
}
