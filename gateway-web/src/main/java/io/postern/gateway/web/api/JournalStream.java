package io.postern.gateway.web.api;

import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.operation.JournalAhead;
import io.postern.gateway.operation.JournalControl;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.web.access.Access;
import io.postern.gateway.web.access.Caller;
import io.postern.gateway.web.http.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * The live journal as server-sent events. A servlet and not a resource, because a viewer that does
 * not read must be felt where its lines are taken, not in a queue of the framework's that grows.
 */
public class JournalStream extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Below {@code /api/v1}. */
  public static final String PATH = "journal/stream";

  public static final List<String> ROLES =
      List.of(Roles.ADMINISTRATOR, Roles.OPERATOR, Roles.AUDITOR, Roles.HELPDESK);

  /**
   * Over HTTP/2 the server buffers as much for a viewer that does not read as the viewer's own
   * window allows, which may be tens of megabytes; only then is it felt here.
   */
  private static final int MOST_VIEWERS = 20;

  /** Characters of a condition. */
  public static final int LONGEST = 512;

  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{0,18}");

  private static final Guard.Rule RULE = new Guard.Rule(Optional.of(ROLES), false);

  private final transient Set<Thread> viewers = ConcurrentHashMap.newKeySet();

  @Inject private transient JournalControl control;
  @Inject private transient SubjectsControl subjects;
  @Inject private transient Access access;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Problem> refusal = RULE.refusal(request).or(() -> refusal(request));
    if (refusal.isPresent()) {
      refusal.get().write(response);
      return;
    }
    try {
      String after = after(request);
      begin(
          request,
          response,
          after.isEmpty() ? control.tail() : control.tailAfter(Long.parseLong(after)));
    } catch (GatewayNotReady e) {
      new Problem(503, "not-ready", String.valueOf(e.getMessage())).write(response);
    } catch (JournalAhead e) {
      new Problem(409, "journal-ahead", String.valueOf(e.getMessage())).write(response);
    }
  }

  /** What a viewer that was here before has seen last; its header field counts more. */
  private static String after(HttpServletRequest request) {
    String id = request.getHeader("Last-Event-ID");
    return id == null || id.isEmpty() ? parameter(request, "after") : id;
  }

  private Optional<Problem> refusal(HttpServletRequest request) {
    if (viewers.size() >= MOST_VIEWERS) {
      return Optional.of(Problem.of(503, "There are " + MOST_VIEWERS + " viewers already"));
    }
    if (parameter(request, "text").length() > LONGEST) {
      return Optional.of(Problem.of(400, "text has at most " + LONGEST + " characters"));
    }
    if (!SEQUENCE.matcher(after(request)).matches()) {
      return Optional.of(Problem.of(400, "after and Last-Event-ID are the number of a line"));
    }
    try {
      JournalResource.event(parameter(request, "event"));
      return Optional.empty();
    } catch (Problems.Refused e) {
      return Optional.of(e.problem());
    }
  }

  private void begin(HttpServletRequest request, HttpServletResponse response, JournalTail tail)
      throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    TailFilter filter = TailFilter.of(parameter(request, "event"), parameter(request, "text"));
    BooleanSupplier isAllowed = isAllowed(request);
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    JournalViewer viewer =
        new JournalViewer(
            tail,
            SubjectView.of(subjects, request)::line,
            filter,
            isAllowed,
            async.getResponse().getOutputStream());
    Thread thread =
        Thread.ofVirtual()
            .name("postern-journal-viewer")
            .unstarted(
                () -> {
                  try (tail) {
                    viewer.run();
                  } finally {
                    viewers.remove(Thread.currentThread());
                    async.complete();
                  }
                });
    viewers.add(thread);
    thread.start();
  }

  /** A stream must not outlive the session it was opened in. */
  private BooleanSupplier isAllowed(HttpServletRequest request) {
    Optional<String> cookie =
        request.getHeader("Authorization") == null ? Caller.cookie(request) : Optional.empty();
    return () -> cookie.isEmpty() || access.session(cookie.get()).isPresent();
  }

  private static String parameter(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  @Override
  public void destroy() {
    viewers.forEach(Thread::interrupt);
  }
}
