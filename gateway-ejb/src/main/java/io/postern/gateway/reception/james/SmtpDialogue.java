package io.postern.gateway.reception.james;

import io.postern.gateway.connection.Connection;
import io.postern.gateway.connection.CrlfLineReader;
import io.postern.gateway.connection.IoDeadline;
import java.io.IOException;
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

  /** For a client that does not know yet that the session ends. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(SmtpDialogue.class.getPackageName());

  private enum Phase {
    BUSY,
    /** Waits for a command outside of a transaction: may be ended at any time. */
    IDLE,
    ENDING
  }

  private final SmtpSteps steps;
  private final Connection connection;
  private final CrlfLineReader lines;
  private final ConnectionTransport transport;
  private final DialogueSession<?> session;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private DialogueEnd.Cause cause = DialogueEnd.Cause.REPLY;
  private long commands;
  private volatile boolean ending;
  private volatile boolean aborted;
  private volatile Thread thread = Thread.currentThread();

  <S extends SmtpSteps> SmtpDialogue(
      Connection connection,
      String id,
      S steps,
      LineHandler<DialogueSession<S>> dispatcher,
      SMTPConfiguration configuration) {
    this.steps = steps;
    this.connection = connection;
    this.lines = new CrlfLineReader(connection);
    this.transport = new ConnectionTransport(connection, id, dispatcher);
    this.session = new DialogueSession<>(transport, configuration, steps);
  }

  /** Converses until the session ends, then frees everything. */
  public void run() {
    thread = Thread.currentThread();
    try {
      converse();
    } catch (SocketTimeoutException e) {
      cause = DialogueEnd.Cause.TIMEOUT;
      farewell(steps.timedOut());
    } catch (IOException e) {
      // The client is gone, or the dialogue was aborted. What was accepted is accepted, what was
      // not is the client's to repeat.
      cause = whenBroken();
    } catch (RuntimeException e) {
      cause = DialogueEnd.Cause.FAULT;
      LOG.log(
          System.Logger.Level.ERROR,
          "reception: session " + transport.getId() + " failed; the client gets 421",
          e);
      farewell(steps.failed());
    } finally {
      connection.close();
      steps.ended(new DialogueEnd(cause, connection.octetsIn(), connection.octetsOut(), commands));
    }
  }

  /** A client that has said QUIT need not wait for the reply. */
  private DialogueEnd.Cause whenBroken() {
    if (cause == DialogueEnd.Cause.QUIT) {
      return cause;
    }
    if (aborted) {
      return DialogueEnd.Cause.STOPPING;
    }
    return connection.isLate() ? DialogueEnd.Cause.TIMEOUT : DialogueEnd.Cause.CLIENT_CLOSED;
  }

  private void converse() throws IOException {
    SmtpReply.Next next = answer(steps.connected());
    while (true) {
      switch (next) {
        case COMMAND -> next = answer(command());
        case CONTENT -> next = answerContent(content());
        case QUIT -> {
          cause = DialogueEnd.Cause.QUIT;
          connection.flush();
          return;
        }
        case CLOSE -> {
          sayGoodbye();
          return;
        }
      }
    }
  }

  /** Reads one command line and asks its step. */
  private SmtpReply command() throws IOException {
    if (ending && !steps.inTransaction()) {
      return shutDown();
    }
    connection.allowWrites(steps.replyTime());
    IoDeadline deadline = IoDeadline.in(steps.commandTime());
    while (true) {
      CrlfLineReader.Found found = lines.next(COMMAND_LINE);
      switch (found) {
        case LINE -> {
          return line();
        }
        case MORE -> {
          if (!fillForCommand(deadline)) {
            return ending ? shutDown() : clientGone();
          }
        }
        case TOO_LONG -> {
          return overlongLine(deadline);
        }
        case BARE_CR, BARE_LF, ENDLESS -> {
          return broken(found);
        }
      }
    }
  }

  private SmtpReply shutDown() {
    cause = DialogueEnd.Cause.STOPPING;
    return steps.shutDown().thenClose();
  }

  /**
   * What ends the dialogue is known; whether the client waits for the last reply changes nothing.
   */
  private void sayGoodbye() {
    try {
      connection.drain(IoDeadline.in(FAREWELL));
    } catch (IOException e) {
      // The client did not wait for it.
    }
  }

  private SmtpReply line() {
    commands++;
    Optional<Violation> violation =
        Violation.inCommand(connection.input(), lines.from(), lines.to());
    if (violation.isPresent()) {
      return steps.malformedCommand(violation.get());
    }
    return transport.onLine(
        session, Arrays.copyOfRange(connection.input(), lines.from(), lines.to()));
  }

  /** Answers at once, for the end of the line may never come, then skips to it. */
  private SmtpReply overlongLine(IoDeadline deadline) throws IOException {
    commands++;
    SmtpReply reply = steps.malformedCommand(Violation.LINE_TOO_LONG);
    if (reply.next() != SmtpReply.Next.COMMAND) {
      return reply;
    }
    connection.gather(reply.octets());
    while (true) {
      CrlfLineReader.Found found = lines.skip();
      switch (found) {
        case LINE -> {
          return command();
        }
        case MORE -> {
          if (!fill(deadline)) {
            return clientGone();
          }
        }
        case TOO_LONG, BARE_CR, BARE_LF, ENDLESS -> {
          return broken(found);
        }
      }
    }
  }

  private SmtpReply broken(CrlfLineReader.Found found) {
    Violation violation =
        switch (found) {
          case BARE_CR -> Violation.BARE_CR;
          case BARE_LF -> Violation.BARE_LF;
          case LINE, MORE, TOO_LONG, ENDLESS -> Violation.ENDLESS;
        };
    cause = DialogueEnd.Cause.VIOLATION;
    return steps.malformedCommand(violation).thenClose();
  }

  /** Sends what was gathered, then reads on. */
  private boolean fill(IoDeadline deadline) throws IOException {
    connection.flush();
    return connection.fill(deadline);
  }

  /** Reads on; while it waits outside of a transaction a shutdown may end it. */
  private boolean fillForCommand(IoDeadline deadline) throws IOException {
    if (steps.inTransaction()) {
      return fill(deadline);
    }
    if (!phase.compareAndSet(Phase.BUSY, Phase.IDLE) || ending) {
      return false;
    }
    boolean more = fill(deadline);
    return phase.compareAndSet(Phase.IDLE, Phase.BUSY) && more;
  }

  /** Reads content to its end and asks for the reply to it. */
  private SmtpReply content() throws IOException {
    IoDeadline deadline = IoDeadline.in(steps.messageTime());
    ContentScanner scanner = new ContentScanner();
    long octets = 0;
    boolean nulReported = false;
    while (true) {
      int from = connection.start();
      ContentScanner.Found found =
          scanner.scan(connection.input(), from, connection.end(), steps::content);
      if (scanner.sawNul() && !nulReported) {
        nulReported = true;
        steps.nulInContent();
      }
      switch (found) {
        case END -> {
          connection.use(scanner.position());
          return steps.endOfContent();
        }
        case BARE_CR -> {
          return brokenContent(Violation.BARE_CR);
        }
        case BARE_LF -> {
          return brokenContent(Violation.BARE_LF);
        }
        case MORE -> {
          octets += connection.end() - from;
          connection.use(connection.end());
          if (octets > steps.endlessContent()) {
            return brokenContent(Violation.ENDLESS);
          }
          if (!fill(deadline)) {
            return clientGone();
          }
        }
      }
    }
  }

  private SmtpReply brokenContent(Violation violation) {
    cause = DialogueEnd.Cause.VIOLATION;
    return steps.malformedContent(violation).thenClose();
  }

  /** Gathers the reply, which goes out when no more input is there. */
  private SmtpReply.Next answer(SmtpReply reply) throws IOException {
    if (!reply.delay().isZero()) {
      connection.flush();
      waitFor(reply.delay());
    }
    connection.gather(reply.octets());
    return reply.next();
  }

  /**
   * Answers content: a positive reply goes out at once, then the session goes on with what it has
   * accepted. That does not wait for a reply with a delay, nor does it need the client.
   */
  private SmtpReply.Next answerContent(SmtpReply reply) throws IOException {
    if (!reply.delay().isZero()) {
      steps.replied();
      return answer(reply);
    }
    try {
      connection.gather(reply.octets());
      if (reply.isPositive()) {
        connection.flush();
      }
    } finally {
      steps.replied();
    }
    return reply.next();
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
      connection.gather(reply.octets());
    } catch (IOException e) {
      return; // it did not wait for what came before
    }
    sayGoodbye();
  }

  private static SmtpReply clientGone() throws IOException {
    throw new IOException("the client closed the connection");
  }

  /** Ends the session as soon as no transaction is open: at once when it is idle. */
  public void endWhenIdle() {
    ending = true;
    if (phase.compareAndSet(Phase.IDLE, Phase.ENDING)) {
      connection.endInput();
    }
  }

  /** Ends the session now, wherever it is. */
  public void abort() {
    aborted = true;
    connection.close();
    LockSupport.unpark(thread);
  }
}
