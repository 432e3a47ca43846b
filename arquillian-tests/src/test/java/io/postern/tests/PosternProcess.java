package io.postern.tests;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The product as a child process, started as a user would, by its command. */
final class PosternProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(240);
  private static final Pattern FIRST_PASSWORD =
      Pattern.compile(
          "postern first start: log in as admin with the password (\\S+) and choose another");

  private final Process process;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  final int smtpPort;
  final int adminPort;
  final Path data;

  private PosternProcess(Process process, int smtpPort, int adminPort, Path data) {
    this.process = process;
    this.smtpPort = smtpPort;
    this.adminPort = adminPort;
    this.data = data;
    Thread.ofVirtual().start(this::readConsole);
  }

  /**
   * Starts the product with this configuration (without listeners and admin, which are added) and
   * waits for its ready line.
   */
  static PosternProcess start(Path data, String configuration, String... javaOptions) {
    int smtp = Ports.free();
    int admin = Ports.free();
    return start(data, configuration, smtp, admin, javaOptions);
  }

  static PosternProcess start(
      Path data, String configuration, int smtpPort, int adminPort, String... javaOptions) {
    PosternProcess started = launch(data, configuration, smtpPort, adminPort, javaOptions);
    started.awaitReady();
    return started;
  }

  /** Starts the product and waits until it is ready, refuses mail, or has ended. */
  static PosternProcess startUntilDecided(Path data, String configuration) {
    PosternProcess started = launch(data, configuration, Ports.free(), Ports.free());
    Awaitility.await("decision")
        .atMost(START)
        .until(
            () ->
                started.ready.isDone()
                    || started.console().stream()
                        .anyMatch(line -> line.startsWith("postern refusing")));
    return started;
  }

  private static PosternProcess launch(
      Path data, String configuration, int smtpPort, int adminPort, String... javaOptions) {
    try {
      Files.createDirectories(data);
      Path file = data.resolve("postern.yaml");
      Files.writeString(file, configuration);
      ProcessBuilder builder = running(data, file, smtpPort, adminPort, javaOptions);
      return new PosternProcess(builder.start(), smtpPort, adminPort, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder running(
      Path data, Path file, int smtpPort, int adminPort, String... javaOptions) {
    ProcessBuilder builder =
        new ProcessBuilder(
            home().resolve("postern").toString(),
            "run",
            "--data",
            data.toString(),
            "--config",
            file.toString(),
            "--smtp-port",
            String.valueOf(smtpPort),
            "--admin-port",
            String.valueOf(adminPort));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // A start is mostly the optimising compiler's work, which no scenario lives long enough to
    // use.
    builder
        .environment()
        .put("POSTERN_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 " + String.join(" ", javaOptions));
    return builder.redirectErrorStream(true);
  }

  /** How a process ended, and what it printed. */
  record Ended(int status, String output) {}

  /** Starts the product and waits until it ends by itself. */
  static Ended refusedStart(Path data, String configuration) {
    try {
      Path file = data.resolve("postern.yaml");
      Files.writeString(file, configuration);
      return ended(running(data, file, Ports.free(), Ports.free()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code postern recover} with these options, on this data folder. */
  static Ended recover(Path data, String... options) {
    List<String> words = new ArrayList<>(List.of("recover", "--data", data.toString()));
    words.addAll(List.of(options));
    return ended(words);
  }

  /** A command that needs no running gateway. */
  static Ended ended(List<String> words) {
    List<String> line = new ArrayList<>(List.of(home().resolve("postern").toString()));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      return ended(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ended ended(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes());
      return new Ended(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  static Path home() {
    return Path.of(System.getProperty("postern.home")).toAbsolutePath().normalize();
  }

  boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  void awaitReady() {
    try {
      ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError(
          "not ready; console:\n" + String.join("\n", console) + "\n" + endOfLog(), e);
    }
  }

  /** The folder of a failed test is deleted, and the reason with it. */
  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(data.resolve("log/server.log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return "no server.log";
    }
  }

  private void readConsole() {
    try (BufferedReader lines = process.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        console.add(line);
        if (line.startsWith("postern ready")) {
          ready.complete(line);
        }
      }
    } catch (IOException e) {
      console.add("(console ended: " + e.getMessage() + ")");
    }
    ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
  }

  InetSocketAddress smtp() {
    return new InetSocketAddress("127.0.0.1", smtpPort);
  }

  /** Sends a message; returns the id in the reply. */
  String send(String recipient, String subject) throws IOException {
    byte[] content =
        ("From: Ann <sender@client.test>\r\nSubject: " + subject + "\r\n\r\nHello.\r\n")
            .getBytes(StandardCharsets.UTF_8);
    try (SmtpTestClient client = SmtpTestClient.greeted(smtp())) {
      String reply = client.send("sender@client.test", recipient, content);
      if (!reply.startsWith("250")) {
        throw new AssertionError(reply);
      }
      return reply.split(" ")[2];
    }
  }

  /** The password that the first start printed. */
  String firstPassword() {
    return Awaitility.await("first password")
        .until(
            () ->
                console.stream()
                    .map(FIRST_PASSWORD::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  List<String> console() {
    return List.copyOf(console);
  }

  long pid() {
    return process.pid();
  }

  /** kill -9, and waits until the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(30));
  }

  /** SIGTERM; the exit status. */
  int stop() {
    process.destroy();
    return awaitEnd(Duration.ofSeconds(60));
  }

  /** Waits until it has ended by itself; the exit status. */
  int awaitEnd() {
    return awaitEnd(Duration.ofSeconds(120));
  }

  private int awaitEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("did not end within " + limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Runs the product's command with these words and returns what it printed; fails unless it exits
   * with 0.
   */
  String command(String... words) {
    return ended(0, words);
  }

  /** The same for a command that is to be told no: it must exit with 1. */
  String failingCommand(String... words) {
    return ended(1, words);
  }

  private String ended(int expected, String... words) {
    List<String> line = new ArrayList<>(List.of(home().resolve("postern").toString()));
    line.addAll(List.of(words));
    line.addAll(List.of("--data", data.toString(), "--url", "https://127.0.0.1:" + adminPort));
    try {
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process command = builder.start();
      String output = new String(command.getInputStream().readAllBytes());
      int status = command.waitFor();
      if (status != expected) {
        throw new AssertionError(line + " ended with " + status + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
