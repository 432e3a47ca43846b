package io.postern.launcher;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager that started this process; state is sent to it as sd_notify(3) says: a
 * datagram to the socket named in {@code NOTIFY_SOCKET}. Java has no datagram sockets of that
 * family, so the C library's are called. Thread-safe.
 */
final class ServiceManager {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** Octets of a path in {@code struct sockaddr_un}. */
  private static final int LONGEST_PATH = 108;

  private final Optional<String> socket;
  private final Optional<Duration> watchdog;

  private ServiceManager(Optional<String> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  static ServiceManager ofEnvironment(Map<String, String> environment, long pid) {
    Optional<String> socket =
        Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
            .filter(name -> name.startsWith("/") || name.startsWith("@"))
            .filter(name -> name.getBytes(StandardCharsets.UTF_8).length < LONGEST_PATH);
    boolean ours =
        environment.getOrDefault("WATCHDOG_PID", String.valueOf(pid)).equals(String.valueOf(pid));
    Optional<Duration> watchdog =
        Optional.ofNullable(environment.get("WATCHDOG_USEC"))
            .filter(text -> ours && text.matches("[1-9][0-9]{0,17}"))
            .map(text -> Duration.ofNanos(1_000).multipliedBy(Long.parseLong(text)));
    return new ServiceManager(socket, watchdog);
  }

  /** Within what time it wants to hear that all is well; empty when it does not. */
  Optional<Duration> watchdog() {
    return watchdog;
  }

  /**
   * Sends lines such as {@code READY=1}; does nothing without a service manager.
   *
   * @return whether it was sent
   */
  boolean send(String state) {
    return socket.isPresent() && send(socket.get(), state);
  }

  private static boolean send(String name, String state) {
    try (Arena arena = Arena.ofConfined()) {
      Calls calls = Calls.LIBC;
      byte[] path = name.getBytes(StandardCharsets.UTF_8);
      if (path[0] == '@') {
        // The abstract name space: the name begins with NUL and is not ended by one.
        path[0] = 0;
      }
      MemorySegment address = arena.allocate(2 + LONGEST_PATH);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
      int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
      byte[] octets = state.getBytes(StandardCharsets.UTF_8);
      MemorySegment message = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets);
      int descriptor = (int) calls.socket().invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      if (descriptor < 0) {
        return false;
      }
      long sent =
          (long)
              calls
                  .sendto()
                  .invokeExact(
                      descriptor, message, (long) octets.length, MSG_NOSIGNAL, address, length);
      int closed = (int) calls.close().invokeExact(descriptor);
      return sent == octets.length && closed == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library cannot throw", e);
    }
  }

  /** Functions of the C library. */
  private record Calls(MethodHandle socket, MethodHandle sendto, MethodHandle close) {

    static final Calls LIBC =
        new Calls(
            function(
                "socket",
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT)),
            function(
                "sendto",
                FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT)),
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
  }
}
