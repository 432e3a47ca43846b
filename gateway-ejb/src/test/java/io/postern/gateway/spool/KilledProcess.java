package io.postern.gateway.spool;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Takes and finishes mail until it is killed, and says on its output what it promised. */
final class KilledProcess {

  private KilledProcess() {}

  public static void main(String[] arguments) {
    SpoolOptions options = new SpoolOptions(Path.of(arguments[0]), 256 << 10, 8 << 10, 0);
    Spool spool = Spool.open(options, Mail.CLOCK, new RecordedEvents());
    for (int i = 0; i < 16; i++) {
      int size = i == 0 ? 20_000 : 100 * i;
      Thread.ofPlatform().start(() -> work(spool, size));
    }
  }

  private static void work(Spool spool, int size) {
    Deque<SpoolId> mine = new ArrayDeque<>();
    while (true) {
      SpoolId id = Mail.accept(spool, size);
      say("accepted " + id);
      mine.add(id);
      if (mine.size() > 20) {
        SpoolId done = mine.remove();
        say("finishing " + done);
        Mail.finish(spool, done);
        say("finished " + done);
      }
    }
  }

  private static void say(String line) {
    synchronized (KilledProcess.class) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
