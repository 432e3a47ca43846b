package io.postern.gateway.thread;

/**
 * A daemon thread of the gateway that ignores every interrupt. Extensions run in the same process
 * and have interrupted every thread they found; an interrupt would end the thread's wait, and close
 * the file or channel that it is using. Its owner ends it by a state that it looks at, and wakes it
 * by a condition, a latch or {@link java.util.concurrent.locks.LockSupport#unpark}.
 *
 * <p>For work of the gateway itself. Code of extensions must run on threads that can be
 * interrupted.
 */
public final class UninterruptibleThread extends Thread {

  private UninterruptibleThread(String name, Runnable work) {
    // Inherited thread-local values would keep what the starter holds, such as class loaders.
    super(null, work, name, 0, false);
    setDaemon(true);
  }

  /** To be started by the caller. */
  public static Thread unstarted(String name, Runnable work) {
    return new UninterruptibleThread(name, work);
  }

  /** Does the work from now on. */
  public static Thread started(String name, Runnable work) {
    Thread thread = unstarted(name, work);
    thread.start();
    return thread;
  }

  /** Nothing happens. */
  @Override
  public void interrupt() {}
}
