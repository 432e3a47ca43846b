package io.postern.update;

import io.postern.client.ClientCommands;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The entry point: {@code postern update ACTION ...}. */
@Command(
    name = "update",
    description = {"the image's updates", "", "All but pack, key and status need root."})
public final class UpdateCommand {

  private static final String DEFAULT_WAIT = "300";

  private final Supplier<Environment> machine;
  private final Terminal terminal;

  private interface Work {
    void run() throws IOException;
  }

  /**
   * Where and on what it works.
   *
   * @param product the product folder's version, for a slot that does not say its own
   * @param build the folder that a build leaves its files in
   * @param selfTest why the gateway is not fit, if so, given the seconds to wait for it
   */
  record Environment(
      UpdatedMachine machine,
      Path keys,
      Path folder,
      Path lock,
      String product,
      Path build,
      Function<String, Optional<String>> selfTest,
      Clock clock) {}

  private UpdateCommand(Supplier<Environment> machine, Terminal terminal) {
    this.machine = machine;
    this.terminal = terminal;
  }

  /** On the machine that a test describes. */
  UpdateCommand(Environment environment, Terminal terminal) {
    this(() -> environment, terminal);
  }

  private Environment environment() {
    return machine.get();
  }

  /**
   * On this machine.
   *
   * @param version of the product; asked for when an action needs it, as the next is
   * @param build where a build leaves its files
   */
  public static UpdateCommand onThisMachine(
      Supplier<String> version, Supplier<Path> build, Terminal terminal) {
    return new UpdateCommand(
        () ->
            new Environment(
                new ThisMachine(),
                Path.of("/usr/share/postern/update-keys"),
                Path.of("/var/lib/postern/update"),
                Path.of("/run/postern-update.lock"),
                version.get(),
                build.get(),
                wait -> selfTest(wait, terminal),
                Clock.systemUTC()),
        terminal);
  }

  private static Optional<String> selfTest(String wait, Terminal terminal) {
    List<String> reasons = new ArrayList<>();
    int code =
        ClientCommands.selfTest(
            wait, new Terminal(terminal.environment(), terminal.out(), reasons::add));
    return code == ExitCode.SUCCESS
        ? Optional.empty()
        : Optional.of(reasons.isEmpty() ? "no reason given" : reasons.getLast());
  }

  private static void attempt(String verb, Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw UpdateFailed.because(verb + " failed", e);
    }
  }

  @Command(
      customSynopsis = {
        "postern update apply FILE [--again] [--downgrade] [--no-reboot]",
        "       postern update apply --uploaded [--no-reboot]"
      },
      description = "write a signed update into the slot that does not run, and boot it once")
  void apply(
      @Parameters(paramLabel = "FILE", arity = "0..1", description = "the update")
          Optional<Path> file,
      @Option(names = "--again", description = "also when its version runs already") boolean again,
      @Option(names = "--downgrade", description = "also when its version is older")
          boolean downgrade,
      @Option(names = "--no-reboot", description = "do not reboot") boolean stay,
      @Option(
              names = "--uploaded",
              description =
                  "the file that an administrator uploaded, with the options chosen there")
          boolean uploaded) {
    if (uploaded == file.isPresent()) {
      throw UpdateFailed.usageError(
          uploaded ? "apply --uploaded takes no file" : "apply: missing argument: FILE");
    }
    attempt(
        "apply",
        () -> {
          UpdateFolder folder = new UpdateFolder(environment().folder());
          if (file.isPresent()) {
            applyBy(
                folder, file.get(), new Application.AllowedVersions(again, downgrade), "console");
          } else {
            try {
              applyUploaded(folder);
            } finally {
              folder.deleteUpload();
            }
          }
          restartUnless(stay);
        });
  }

  @Command(description = "which slot runs, which is confirmed, the result of the last update")
  void status() {
    Slots slots = new Slots(environment().machine());
    Situation.of(slots, new UpdateFolder(environment().folder())).lines().forEach(terminal.out());
  }

  @Command(description = "after a boot: test a system on trial and keep it, or say why not")
  void confirm(
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              defaultValue = DEFAULT_WAIT,
              description =
                  "how long the gateway may take to come up (default " + DEFAULT_WAIT + ")")
          String wait,
      @Option(
              names = "--reboot",
              description = "return to the former system at once when the test fails")
          boolean reboot) {
    if (!wait.matches("[0-9]{1,4}")) {
      throw UpdateFailed.usageError("--wait takes seconds, 0 to 9999");
    }
    attempt("confirm", () -> confirmAfter(wait, reboot));
  }

  @Command(description = "boot the other slot once, as if it were an update")
  void rollback(@Option(names = "--no-reboot", description = "do not reboot") boolean stay) {
    attempt(
        "rollback",
        () -> {
          Slots slots = new Slots(environment().machine());
          UpdateFolder folder = new UpdateFolder(environment().folder());
          try (UpdateLock lock = UpdateLock.take(environment().lock())) {
            new Rollback(slots, folder, environment().clock()).choose(terminal.out());
            show(slots, folder);
          }
          restartUnless(stay);
        });
  }

  @Command(
      description =
          "make an update of an image build's files (root, verity, linux, initrd, cmdline.cfg)")
  void pack(
      @Option(names = "--image", paramLabel = "DIR", description = "with the image build's files")
          Optional<Path> image,
      @Option(names = "--output", paramLabel = "DIR", description = "for the update")
          Optional<Path> output,
      @Option(names = "--version", paramLabel = "V", description = "default: the product's")
          Optional<String> version,
      @Option(names = "--architecture", paramLabel = "NAME", description = "default: x86-64")
          Optional<String> architecture,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "private key that signs it; default: a development key")
          Optional<Path> key) {
    PackCommand command =
        new PackCommand(
            environment().build(), environment().product(), terminal.out(), terminal.environment());
    attempt(
        "pack",
        () -> command.run(new PackCommand.PackOptions(image, output, version, architecture, key)));
  }

  @Command(
      description =
          "create a development key pair if none exists, and print the public half's path")
  void key(
      @Parameters(paramLabel = "DIR", arity = "0..1", description = "default: beside the build")
          Optional<Path> folder) {
    attempt(
        "key",
        () ->
            terminal.say(
                KeyPairFolder.provide(
                        folder.orElse(environment().build().resolve(KeyPairFolder.NAME)))
                    .publicKey()
                    .toString()));
  }

  private void applyUploaded(UpdateFolder folder) throws IOException {
    Map<String, String> request = folder.request();
    applyBy(
        folder,
        folder.upload(),
        new Application.AllowedVersions(
            "true".equals(request.get("again")), "true".equals(request.get("downgrade"))),
        request.getOrDefault("by", "unknown"));
  }

  private void applyBy(
      UpdateFolder folder, Path file, Application.AllowedVersions allowed, String by)
      throws IOException {
    Slots slots = new Slots(environment().machine());
    try (UpdateLock lock = UpdateLock.take(environment().lock())) {
      Recorded recorded = new Recorded(slots, folder, by, environment().clock(), terminal.out());
      try {
        UpdateKeys keys = UpdateKeys.in(environment().keys());
        new Application(environment().machine(), slots, keys, runningVersion(slots))
            .apply(file, allowed, terminal.out(), recorded);
      } catch (UpdateFailed e) {
        throw recorded.refused(e.line());
      } catch (IOException e) {
        throw recorded.refused("cannot write the update (" + UpdateFailed.message(e) + ")");
      }
      recorded.done();
    }
  }

  private Version runningVersion(Slots slots) {
    return slots
        .installed(slots.running())
        .version()
        .orElseGet(() -> new Version(environment().product()));
  }

  private void restartUnless(boolean not) throws IOException {
    if (not) {
      terminal.say("restart to try it: systemctl reboot");
    } else {
      terminal.say("restarting");
      environment().machine().restart();
    }
  }

  private void confirmAfter(String wait, boolean reboot) throws IOException {
    Slots slots = new Slots(environment().machine());
    UpdateFolder folder = new UpdateFolder(environment().folder());
    Optional<String> failure;
    try (UpdateLock lock = UpdateLock.await(environment().lock())) {
      failure =
          new Confirmation(
                  slots, folder, () -> environment().selfTest().apply(wait), environment().clock())
              .confirm(terminal.out());
      show(slots, folder);
    }
    if (failure.isPresent()) {
      terminal.errors().accept("update: the system on trial is not confirmed: " + failure.get());
      if (reboot) {
        environment().machine().restart();
      }
      throw UpdateFailed.because("a restart returns to the former system");
    }
  }

  /** For the gateway's administrators; that it cannot be shown changes nothing. */
  private void show(Slots slots, UpdateFolder folder) {
    try {
      folder.status(Situation.of(slots, folder).values("idle", 0, environment().clock().instant()));
    } catch (IOException e) {
      terminal.say("the gateway cannot show the status (" + UpdateFailed.message(e) + ")");
    }
  }
}
