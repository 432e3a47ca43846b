package io.postern.gateway.reception.james;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPConfiguration;

/**
 * One session with one client: {@link #run} converses on the calling virtual thread until the
 * session ends; the other methods end it from outside and are safe on any thread.
 */
public final class SmtpDialogue {

  /** 512 octets, and room for the parameters of MAIL and RCPT (RFC 5321 section 4.5.3.1.4). */
  static final int COMMAND_LINE = 1024;

  /** Octets of one line after which nobody waits for its end any more. */
  private static final long ENDLESS_LINE = 256 << 10;

  private static final System.Logger LOG = System.getLogger(SmtpDialogue.class.getPackageName());

  private enum Phase {
    BUSY,
    /** Waits for a command outside of a transaction: may be ended at any time. */
    IDLE,
    ENDING
  }

  private final SmtpSteps steps;
  private final Wire wire;
  private final WireTransport transport;
  private final DialogueSession<?> session;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private volatile boolean ending;
  private volatile boolean aborted;
  private volatile Thread thread = Thread.currentThread();

  <S extends SmtpSteps> SmtpDialogue(
      Socket socket,
      String id,
      S steps,
      LineHandler<DialogueSession<S>> dispatcher,
      SMTPConfiguration configuration)
      throws IOException {
    this.steps = steps;
    this.wire = new Wire(socket);
    this.transport = new WireTransport(wire, socket, id, dispatcher);
    this.session = new DialogueSession<>(transport, configuration, steps);
  }

  /** Converses until the session ends, then frees everything. */
  public void run() {
    thread = Thread.currentThread();
    try {
      converse();
    } catch (SocketTimeoutException e) {
      farewell(steps.timedOut());
    } catch (IOException e) {
      // The client is gone, or the dialogue was aborted. What was accepted is accepted, what was
      // not is the client's to repeat.
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "reception: session " + transport.getId() + " failed; the client gets 421",
          e);
      farewell(steps.failed());
    } finally {
      wire.close();
      steps.close();
    }
  }

  private void converse() throws IOException {
    SmtpReply.Next next = answer(steps.connected());
    while (true) {
      switch (next) {
        case COMMAND -> next = answer(command());
        case CONTENT -> next = answer(content());
        case QUIT -> {
          wire.flush();
          return;
        }
        case CLOSE -> {
          wire.farewell();
          return;
        }
      }
    }
  }

  /** Reads one command line and asks its step. */
  private SmtpReply command() throws IOException {
    if (ending && !steps.inTransaction()) {
      return steps.shutDown().thenClose();
    }
    Deadline deadline = Deadline.in(steps.commandTime());
    while (true) {
      int at = LineScanner.endOfLine(wire.input(), wire.start(), wire.end());
      if (at >= 0 && at + 2 - wire.start() <= COMMAND_LINE) {
        return line(at);
      }
      if (at == LineScanner.BARE_CR || at == LineScanner.BARE_LF) {
        return broken(at);
      }
      if (at >= 0 || wire.end() - wire.start() > COMMAND_LINE) {
        return overlongLine(deadline);
      }
      if (!fillForCommand(deadline)) {
        return ending ? steps.shutDown().thenClose() : clientGone();
      }
    }
  }

  private SmtpReply line(int end) {
    int start = wire.start();
    wire.use(end + 2);
    Optional<Violation> violation = LineScanner.violation(wire.input(), start, end);
    if (violation.isPresent()) {
      return steps.malformedCommand(violation.get());
    }
    return transport.onLine(session, Arrays.copyOfRange(wire.input(), start, end));
  }

  private SmtpReply broken(int found) {
    return steps
        .malformedCommand(found == LineScanner.BARE_CR ? Violation.BARE_CR : Violation.BARE_LF)
        .thenClose();
  }

  /** Answers at once, for the end of the line may never come, then skips to it. */
  private SmtpReply overlongLine(Deadline deadline) throws IOException {
    SmtpReply reply = steps.malformedCommand(Violation.LINE_TOO_LONG);
    if (reply.next() != SmtpReply.Next.COMMAND) {
      return reply;
    }
    wire.gather(reply.octets());
    long skipped = 0;
    while (true) {
      int at = LineScanner.endOfLine(wire.input(), wire.start(), wire.end());
      if (at >= 0) {
        wire.use(at + 2);
        return command();
      }
      if (at == LineScanner.BARE_CR || at == LineScanner.BARE_LF) {
        return broken(at);
      }
      boolean endsInCr = wire.end() > wire.start() && wire.input()[wire.end() - 1] == '\r';
      int kept = endsInCr ? 1 : 0;
      skipped += wire.end() - kept - wire.start();
      wire.use(wire.end() - kept);
      if (skipped > ENDLESS_LINE) {
        return steps.malformedCommand(Violation.ENDLESS).thenClose();
      }
      if (!wire.fill(deadline)) {
        return clientGone();
      }
    }
  }

  /** Reads on; while it waits outside of a transaction a shutdown may end it. */
  private boolean fillForCommand(Deadline deadline) throws IOException {
    if (steps.inTransaction()) {
      return wire.fill(deadline);
    }
    if (!phase.compareAndSet(Phase.BUSY, Phase.IDLE) || ending) {
      return false;
    }
    boolean more = wire.fill(deadline);
    return phase.compareAndSet(Phase.IDLE, Phase.BUSY) && more;
  }

  /** Reads content to its end and asks for the reply to it. */
  private SmtpReply content() throws IOException {
    Deadline deadline = Deadline.in(steps.messageTime());
    ContentScanner scanner = new ContentScanner();
    long octets = 0;
    boolean nulTold = false;
    while (true) {
      int from = wire.start();
      ContentScanner.Found found = scanner.scan(wire.input(), from, wire.end(), steps::content);
      if (scanner.sawNul() && !nulTold) {
        nulTold = true;
        steps.nulInContent();
      }
      switch (found) {
        case END -> {
          wire.use(scanner.position());
          return steps.endOfContent();
        }
        case BARE_CR -> {
          return steps.malformedContent(Violation.BARE_CR).thenClose();
        }
        case BARE_LF -> {
          return steps.malformedContent(Violation.BARE_LF).thenClose();
        }
        case MORE -> {
          octets += wire.end() - from;
          wire.use(wire.end());
          if (octets > steps.endlessContent()) {
            return steps.malformedContent(Violation.ENDLESS).thenClose();
          }
          if (!wire.fill(deadline)) {
            return clientGone();
          }
        }
      }
    }
  }

  private SmtpReply.Next answer(SmtpReply reply) throws IOException {
    if (reply.delay().isZero()) {
      send(reply);
    } else {
      reply.runAftermath();
      wire.flush();
      waitFor(reply.delay());
      wire.gather(reply.octets());
    }
    return reply.next();
  }

  private void send(SmtpReply reply) throws IOException {
    if (!reply.hasAftermath()) {
      wire.gather(reply.octets());
      return;
    }
    try {
      wire.gather(reply.octets());
      wire.flush();
    } finally {
      reply.runAftermath();
    }
  }

  private void waitFor(Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    long rest = time.toNanos();
    while (rest > 0 && !aborted) {
      LockSupport.parkNanos(this, rest);
      rest = deadline - System.nanoTime();
    }
    if (aborted) {
      throw new IOException("aborted");
    }
  }

  private void farewell(SmtpReply reply) {
    try {
      wire.gather(reply.octets());
      wire.farewell();
    } catch (IOException e) {
      // The client did not wait for it.
    }
  }

  private static SmtpReply clientGone() throws IOException {
    throw new IOException("the client closed the connection");
  }

  /** Ends the session as soon as no transaction is open: at once when it is idle. */
  public void endWhenIdle() {
    ending = true;
    if (phase.compareAndSet(Phase.IDLE, Phase.ENDING)) {
      wire.endInput();
    }
  }

  /** Ends the session now, wherever it is. */
  public void abort() {
    aborted = true;
    wire.close();
    LockSupport.unpark(thread);
  }

  /**
   * Ends the session when the client has missed a deadline, or has not taken a reply for so long.
   * To be called about every second.
   *
   * @param scarce whether a tenth of each time is all that can be given now
   */
  public void endWhenLate(Duration time, boolean scarce) {
    wire.endWhenLate(System.nanoTime(), time.toNanos(), scarce);
  }
}
