package io.postern.update;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine this runs on, by what the kernel reports and by sfdisk and systemctl. */
final class ThisMachine implements UpdatedMachine {

  private static final List<Path> BOOT_FOLDERS =
      List.of(Path.of("/efi/postern"), Path.of("/boot/efi/postern"), Path.of("/boot/postern"));

  /** Sizes in sysfs are counted in sectors of this size, whatever the disk's own are. */
  private static final long SECTOR = 512;

  @Override
  public Path bootFolder() {
    return BOOT_FOLDERS.stream()
        .filter(folder -> Files.isRegularFile(folder.resolve("grubenv")))
        .findFirst()
        .orElseThrow(
            () ->
                UpdateFailed.because(
                    "this is not the appliance's image, or its EFI system partition is not mounted"
                        + " (no grubenv in "
                        + BOOT_FOLDERS.stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(", "))
                        + "); update the package instead"));
  }

  @Override
  public String kernelCommandLine() throws IOException {
    return Files.readString(Path.of("/proc/cmdline"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64" -> "x86-64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  @Override
  public Partition partition(String label) throws IOException {
    Path disk = bootDisk();
    try (Stream<Path> entries = Files.list(disk)) {
      for (Path entry : entries.filter(e -> Files.exists(e.resolve("partition"))).toList()) {
        Map<String, String> facts = facts(entry);
        if (label.equals(facts.get("PARTNAME"))) {
          long sectors = Long.parseLong(Files.readString(entry.resolve("size")).strip());
          return new Partition(
              label, Path.of("/dev").resolve(facts.getOrDefault("DEVNAME", "")), sectors * SECTOR);
        }
      }
    }
    throw UpdateFailed.because(
        "the disk %s has no partition %s; write the image again"
            .formatted(disk.getFileName(), label));
  }

  /** Where sysfs describes the disk of the EFI system partition. */
  private Path bootDisk() throws IOException {
    Path folder = bootFolder();
    Optional<String> device = Optional.empty();
    int longest = -1;
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      // Of the fields of proc(5): the third is the device, the fifth the mount point.
      String[] fields = line.split(" ");
      Path point = Path.of(fields[4]);
      // Devices of major 0 are none; an automount of the same place is one of them.
      if (folder.startsWith(point)
          && point.getNameCount() >= longest
          && !fields[2].startsWith("0:")) {
        device = Optional.of(fields[2]);
        longest = point.getNameCount();
      }
    }
    Path partition =
        Path.of("/sys/dev/block")
            .resolve(device.orElseThrow(() -> new IOException("no device below " + folder)))
            .toRealPath();
    if (!Files.exists(partition.resolve("partition"))) {
      throw UpdateFailed.because(folder + " is not on a partition of a disk");
    }
    return partition.resolve("..").normalize();
  }

  private static Map<String, String> facts(Path device) throws IOException {
    return Files.readAllLines(device.resolve("uevent")).stream()
        .filter(line -> line.indexOf('=') > 0)
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1),
                (one, other) -> other));
  }

  @Override
  public void setUuid(Partition partition, UUID uuid) throws IOException {
    Path described = Path.of("/sys/class/block").resolve(partition.device().getFileName());
    String number = Files.readString(described.resolve("partition")).strip();
    // The kernel keeps its table, as partitions of this disk are in use; the next boot reads it.
    run(
        "sfdisk",
        "--quiet",
        "--no-reread",
        "--no-tell-kernel",
        "--part-uuid",
        "/dev/" + described.toRealPath().resolve("..").normalize().getFileName(),
        number,
        uuid.toString());
  }

  @Override
  public SlotDisk disk() {
    return new RealSlotDisk();
  }

  @Override
  public void restart() throws IOException {
    run("systemctl", "reboot");
  }

  private static void run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d: %s"
              .formatted(
                  command[0],
                  process.exitValue(),
                  Shown.ascii(said.strip().replaceAll("\\s+", " "), 500)));
    }
  }
}
