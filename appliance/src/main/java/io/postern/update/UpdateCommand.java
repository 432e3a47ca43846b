package io.postern.update;

import io.postern.client.CommandLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The door: {@code postern update VERB ...}. */
public final class UpdateCommand {

  /** What follows the name in the list of subcommands. */
  public static final String SYNOPSIS =
      "apply FILE | status | confirm | rollback | pack | key: the image's updates";

  private static final String USAGE =
      """
      usage: postern update apply FILE [--again] [--downgrade] [--no-reboot]
             postern update apply --uploaded [--no-reboot]
             postern update status
             postern update confirm [--wait SECONDS] [--reboot]
             postern update rollback [--no-reboot]
             postern update pack [--image DIR] [--output DIR] [--version V] [--key FILE]
             postern update key [DIR]

        apply        write a signed update into the slot that does not run, and boot it once
          --again      also when its version runs already
          --downgrade  also when its version is older
          --uploaded   the file that an administrator uploaded, with the options chosen there
          --no-reboot  do not reboot
        status       which slot runs, which is confirmed, the result of the last update
        confirm      after a boot: test a system on trial and keep it, or say why not
          --wait       how long the gateway may take to come up (default 300)
          --reboot     return to the former system at once when the test fails
        rollback     boot the other slot once, as if it were an update
        pack         make an update of an image build's files (root, verity, linux, initrd, cmdline.cfg)
        key          create a development key pair if none exists, and print the public half's path

      All but pack, key and status need root. Exit codes: 0 success, 1 failure, 2 usage error.""";

  private static final String DEFAULT_WAIT = "300";

  private final Surroundings surroundings;
  private final Consumer<String> out;
  private final Consumer<String> complaints;

  /**
   * Where and on what it works.
   *
   * @param product the product folder's version, for a slot that does not say its own
   * @param build the folder that a build leaves its files in
   * @param selfTest why the gateway is not fit, if so, given the seconds to wait for it
   */
  record Surroundings(
      Machine machine,
      Path keys,
      Path folder,
      Path lock,
      String product,
      Path build,
      Function<String, Optional<String>> selfTest,
      Clock clock) {}

  UpdateCommand(Surroundings surroundings, Consumer<String> out, Consumer<String> complaints) {
    this.surroundings = surroundings;
    this.out = out;
    this.complaints = complaints;
  }

  /**
   * On this machine.
   *
   * @param version of the product
   * @param build where a build leaves its files
   */
  public static UpdateCommand onThisMachine(
      String version, Path build, Consumer<String> out, Consumer<String> complaints) {
    return new UpdateCommand(
        new Surroundings(
            new ThisMachine(),
            Path.of("/usr/share/postern/update-keys"),
            Path.of("/var/lib/postern/update"),
            Path.of("/run/postern-update.lock"),
            version,
            build,
            wait -> selfTest(wait, out),
            Clock.systemUTC()),
        out,
        complaints);
  }

  private static Optional<String> selfTest(String wait, Consumer<String> out) {
    List<String> reasons = new ArrayList<>();
    int code =
        new CommandLine(System.getenv(), out, reasons::add)
            .run("selftest", List.of("--wait", wait));
    return code == CommandLine.DONE
        ? Optional.empty()
        : Optional.of(reasons.isEmpty() ? "no reason given" : reasons.getLast());
  }

  /**
   * @return exit code
   */
  public int run(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      USAGE.lines().forEach(out);
      return CommandLine.DONE;
    }
    if (words.isEmpty()) {
      complaints.accept(
          "update: missing argument: what to do; postern update --help lists the actions");
      return CommandLine.WRONG;
    }
    String verb = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    try {
      switch (verb) {
        case "apply" -> apply(rest);
        case "status" -> status(rest);
        case "confirm" -> confirm(rest);
        case "rollback" -> rollback(rest);
        case "pack" -> new PackCommand(surroundings.build(), surroundings.product(), out).run(rest);
        case "key" -> key(rest);
        default ->
            throw UpdateFailed.asked(
                "update: unknown action '"
                    + Text.oneLine(verb)
                    + "'; postern update --help lists them");
      }
      return CommandLine.DONE;
    } catch (UpdateFailed e) {
      complaints.accept("update: " + e.line());
      return e.exitCode();
    } catch (IOException e) {
      complaints.accept("update: " + verb + " failed (" + UpdateFailed.said(e) + ")");
      return CommandLine.FAILED;
    }
  }

  private void apply(List<String> rest) throws IOException {
    Words words =
        Words.parse(rest, Set.of("--again", "--downgrade", "--no-reboot", "--uploaded"), Set.of());
    UpdateFolder folder = new UpdateFolder(surroundings.folder());
    if (words.has("--uploaded")) {
      words.requirePlain(0, "apply --uploaded takes no file");
      try {
        applyUploaded(folder);
      } finally {
        folder.deleteUpload();
      }
    } else {
      words.requirePlain(1, "apply takes one file");
      applyBy(
          folder,
          Path.of(words.plain().getFirst()),
          new Application.Wishes(words.has("--again"), words.has("--downgrade")),
          "console");
    }
    restartUnless(words.has("--no-reboot"));
  }

  private void applyUploaded(UpdateFolder folder) throws IOException {
    Map<String, String> request = folder.request();
    applyBy(
        folder,
        folder.upload(),
        new Application.Wishes(
            "true".equals(request.get("again")), "true".equals(request.get("downgrade"))),
        request.getOrDefault("by", "unknown"));
  }

  private void applyBy(UpdateFolder folder, Path file, Application.Wishes wishes, String by)
      throws IOException {
    Slots slots = new Slots(surroundings.machine());
    try (UpdateLock lock = UpdateLock.take(surroundings.lock())) {
      Recorded recorded = new Recorded(slots, folder, by, surroundings.clock(), out);
      try {
        UpdateKeys keys = UpdateKeys.in(surroundings.keys());
        new Application(surroundings.machine(), slots, keys, runningVersion(slots))
            .apply(file, wishes, out, recorded);
      } catch (UpdateFailed e) {
        throw recorded.refused(e.line());
      } catch (IOException e) {
        throw recorded.refused("cannot write the update (" + UpdateFailed.said(e) + ")");
      }
      recorded.done();
    }
  }

  private Version runningVersion(Slots slots) {
    return slots
        .installed(slots.running())
        .version()
        .orElseGet(() -> new Version(surroundings.product()));
  }

  private void restartUnless(boolean not) throws IOException {
    if (not) {
      out.accept("restart to try it: systemctl reboot");
    } else {
      out.accept("restarting");
      surroundings.machine().restart();
    }
  }

  private void status(List<String> rest) {
    Words.parse(rest, Set.of(), Set.of()).requirePlain(0, "status takes no words");
    Slots slots = new Slots(surroundings.machine());
    Situation.of(slots, new UpdateFolder(surroundings.folder())).lines().forEach(out);
  }

  private void confirm(List<String> rest) throws IOException {
    Words words = Words.parse(rest, Set.of("--reboot"), Set.of("--wait"));
    words.requirePlain(0, "confirm takes options only");
    String wait = words.value("--wait").orElse(DEFAULT_WAIT);
    if (!wait.matches("[0-9]{1,4}")) {
      throw UpdateFailed.asked("--wait takes seconds, 0 to 9999");
    }
    Slots slots = new Slots(surroundings.machine());
    UpdateFolder folder = new UpdateFolder(surroundings.folder());
    Optional<String> failure;
    try (UpdateLock lock = UpdateLock.await(surroundings.lock())) {
      failure =
          new Confirmation(
                  slots, folder, () -> surroundings.selfTest().apply(wait), surroundings.clock())
              .confirm(out);
      show(slots, folder);
    }
    if (failure.isPresent()) {
      complaints.accept("update: the system on trial is not confirmed: " + failure.get());
      if (words.has("--reboot")) {
        surroundings.machine().restart();
      }
      throw UpdateFailed.because("a restart returns to the former system");
    }
  }

  /** For the gateway's administrators; that it cannot be shown changes nothing. */
  private void show(Slots slots, UpdateFolder folder) {
    try {
      folder.status(Situation.of(slots, folder).values("idle", 0, surroundings.clock().instant()));
    } catch (IOException e) {
      out.accept("the gateway cannot show the status (" + UpdateFailed.said(e) + ")");
    }
  }

  private void rollback(List<String> rest) throws IOException {
    Words words = Words.parse(rest, Set.of("--no-reboot"), Set.of());
    words.requirePlain(0, "rollback takes options only");
    Slots slots = new Slots(surroundings.machine());
    UpdateFolder folder = new UpdateFolder(surroundings.folder());
    try (UpdateLock lock = UpdateLock.take(surroundings.lock())) {
      new Rollback(slots, folder, surroundings.clock()).choose(out);
      show(slots, folder);
    }
    restartUnless(words.has("--no-reboot"));
  }

  private void key(List<String> rest) throws IOException {
    Words words = Words.parse(rest, Set.of(), Set.of());
    if (words.plain().size() > 1) {
      throw UpdateFailed.asked("key takes one folder");
    }
    Path folder =
        words.plain().isEmpty()
            ? surroundings.build().resolve(KeyPairFolder.NAME)
            : Path.of(words.plain().getFirst());
    out.accept(KeyPairFolder.provide(folder).publicKey().toString());
  }
}
