package io.postern.gateway.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.audit.JournalTail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class JournalViewerTest {

  private final Queue<List<String>> batches = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private long dropped;

  @Test
  void lines_arriveAsOneEvent() {
    batches.add(List.of("{\"seq\":1}", "{\"seq\":2}"));
    run(TailFilter.of("", ""));
    assertEquals(
        ": hello\n\nid: 2\nevent: journal\ndata: {\"dropped\":0,\"lines\":[{\"seq\":1},{\"seq\":2}]}\n\n",
        text());
  }

  @Test
  void linesThatFollowSoon_goIntoTheSameEvent() {
    batches.add(List.of("{\"seq\":1}"));
    batches.add(List.of("{\"seq\":2}"));
    batches.add(List.of("{\"seq\":3}"));
    run(TailFilter.of("", ""));
    assertTrue(text().endsWith("[{\"seq\":1},{\"seq\":2},{\"seq\":3}]}\n\n"), text());
  }

  @Test
  void linesNobodyWants_areNotWritten() {
    batches.add(List.of("{\"seq\":1,\"event\":\"Accepted\"}"));
    run(TailFilter.of("Delivered", ""));
    assertEquals(": hello\n\n: still here\nid: 1\n\n", text());
  }

  @Test
  void lostLines_areToldEvenWithoutANewOne() {
    dropped = 7;
    run(TailFilter.of("", ""));
    assertTrue(text().contains("{\"dropped\":7,\"lines\":[]}"), text());
  }

  @Test
  void aViewerThatMayNoLongerLook_getsNothing() {
    batches.add(List.of("{\"seq\":1}"));
    viewer(TailFilter.of("", ""), written, 0).run();
    assertEquals(": hello\n\n", text());
  }

  @Test
  void aViewerThatLeft_endsTheWork() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    batches.add(List.of("{\"seq\":1}"));
    viewer(TailFilter.of("", ""), gone, Integer.MAX_VALUE).run();
    assertEquals(1, batches.size(), "nothing is taken any more");
  }

  private void run(TailFilter filter) {
    viewer(filter, written, 1).run();
  }

  /** One that may look as many times. */
  private JournalViewer viewer(TailFilter filter, OutputStream out, int times) {
    int[] left = {times};
    return new JournalViewer(new Tail(), line -> line, filter, () -> left[0]-- > 0, out);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private final class Tail implements JournalTail {

    @Override
    public List<String> take(int limit, Duration patience) {
      List<String> batch = batches.poll();
      return batch == null ? List.of() : batch;
    }

    @Override
    public long dropped() {
      return dropped;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("who opened it closes it");
    }
  }
}
