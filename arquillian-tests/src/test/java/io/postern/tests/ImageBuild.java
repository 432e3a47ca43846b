package io.postern.tests;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./postern image} has left, and updates made of it. */
final class ImageBuild {

  private static final List<String> PARTS = List.of("root", "linux", "initrd", "cmdline.cfg");

  private final Path command;
  private final Path target;

  private ImageBuild(Path command, Path target) {
    this.command = command;
    this.target = target;
  }

  /**
   * @param home the checkout
   */
  static ImageBuild in(Path home) {
    return new ImageBuild(home.resolve("postern"), home.resolve("appliance/target"));
  }

  /** The disk image. */
  Path raw() {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().endsWith(".raw"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no image in " + target + "; run ./postern image"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes of the system on its way into an update. */
  enum Fault {
    NONE,
    /** One octet of the archive is another one. */
    ARCHIVE_DAMAGED,
    /** Boots, but its gateway never starts. */
    GATEWAY_DOES_NOT_START,
    /** The root file system is not what its hash says. */
    ROOT_DAMAGED,
    /** Works, but is never asked whether it does: what a deadline is for. */
    NEVER_CONFIRMED,
    /** Its first process stops for good while it boots: what a watchdog is for. */
    HANGS;

    /** Word of the kernel's command line that makes it so. */
    private String word() {
      return switch (this) {
        case GATEWAY_DOES_NOT_START -> " systemd.mask=postern.service";
        case NEVER_CONFIRMED -> " systemd.mask=postern-trial.service";
        case HANGS -> " systemd.wants=" + VirtualMachine.HANGING_UNIT;
        case NONE, ARCHIVE_DAMAGED, ROOT_DAMAGED -> "";
      };
    }
  }

  /**
   * A signed update of the same system, with a hash tree of its own, so that its partitions are
   * told from those of the running one.
   */
  Path update(Path scratch, Fault fault) throws IOException {
    String version = "0.9." + fault.ordinal();
    Path parts = Files.createDirectories(scratch.resolve("update-" + version));
    for (String part : PARTS) {
      Files.copy(
          target.resolve("image").resolve(part),
          parts.resolve(part),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String rootHash =
        output(
                "veritysetup",
                "format",
                "--uuid=" + java.util.UUID.randomUUID(),
                parts.resolve("root").toString(),
                parts.resolve("verity").toString())
            .lines()
            .filter(line -> line.startsWith("Root hash:"))
            .map(line -> line.substring(10).strip())
            .findFirst()
            .orElseThrow();
    Path commandLine = parts.resolve("cmdline.cfg");
    Files.writeString(
        commandLine,
        Files.readString(commandLine)
            .replaceAll("roothash=[0-9a-f]+", "roothash=" + rootHash + fault.word()));
    if (fault == Fault.ROOT_DAMAGED) {
      try (RandomAccessFile root = new RandomAccessFile(parts.resolve("root").toFile(), "rw")) {
        root.write(new byte[1 << 20]);
      }
    }
    String archive =
        output(
                command.toString(),
                "update",
                "pack",
                "--image",
                parts.toString(),
                "--output",
                scratch.toString(),
                "--version",
                version)
            .lines()
            .reduce((first, last) -> last)
            .orElseThrow();
    Path update = Path.of(archive);
    if (fault == Fault.ARCHIVE_DAMAGED) {
      changeOctet(update, Files.size(update) / 2);
    }
    return update;
  }

  private static void changeOctet(Path file, long at) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int octet = open.read();
      open.seek(at);
      open.write(octet ^ 1);
    }
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
