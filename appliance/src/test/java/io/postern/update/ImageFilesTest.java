package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built image, looked into without booting it: whether the loaders, the kernel, the root file
 * system and its hashes are where the one before looks for them. Run by {@code ./postern image
 * check} and {@code ./postern image test}, which build it.
 */
@Tag("image")
final class ImageFilesTest {

  private static final int SECTOR = 512;

  private static final Pattern PARTITION =
      Pattern.compile(
          " start= *(?<start>\\d+), size= *(?<size>\\d+), .*uuid=(?<uuid>[^,]+), name=\"(?<name>[^\"]+)\"");

  private final Path target = Path.of("target").toAbsolutePath();
  private final Path parts = target.resolve("image");
  private final Path disk = image();

  @TempDir Path folder;

  private record Partition(long from, long size, UUID id) {}

  /** The first sector of BIOS' loader, which loads what is in a partition of its own. */
  @Test
  void biosFindsTheLoader() throws IOException {
    ByteBuffer first = read(disk, 0, SECTOR);
    assertEquals((short) 0xaa55, first.getShort(510), "signature of a boot sector");
    assertEquals(
        partition("bios-boot").from(),
        first.getLong(92) * SECTOR,
        "where the first sector finds GRUB's core");
  }

  /** The shim, which Secure Boot accepts, loads the file beside it, which reads its own folder. */
  @Test
  void uefiFindsTheLoader() throws IOException {
    for (String loader : List.of("BOOTX64.EFI", "grubx64.efi", "mmx64.efi")) {
      assertTrue(isSigned(onEsp("EFI/BOOT/" + loader)), loader);
    }
    String first = new String(onEsp("EFI/debian/grub.cfg"), StandardCharsets.US_ASCII);
    assertTrue(first.endsWith("set prefix=($root)/postern\nconfigfile $prefix/grub.cfg\n"), first);
  }

  /** Under Secure Boot the loader starts no other. */
  @Test
  void kernelIsSigned() throws IOException {
    assertTrue(isSigned(Files.readAllBytes(parts.resolve("linux"))));
  }

  @Test
  void loaderFindsTheConfirmedSystem() throws IOException {
    assertArrayEquals(Files.readAllBytes(Path.of("image/grub.cfg")), onEsp("postern/grub.cfg"));
    GrubEnvironment environment = GrubEnvironment.parse(onEsp("postern/grubenv"));
    assertEquals(BootState.settled(Slot.A), BootState.of(environment));
    for (String part : List.of("linux", "initrd", "cmdline.cfg")) {
      assertArrayEquals(Files.readAllBytes(parts.resolve(part)), onEsp("postern/a/" + part), part);
    }
    assertTrue(onEsp("postern/a/version").length > 1, "a version");
  }

  /** By the halves of the root hash, as systemd-veritysetup-generator looks for them. */
  @Test
  void kernelFindsTheRootFileSystem_andItsHashes() throws IOException {
    String hash = rootHash();
    assertEquals(id(hash.substring(0, 32)), partition("postern-a").id());
    assertEquals(id(hash.substring(32)), partition("postern-a-verity").id());
    assertContent(parts.resolve("root"), partition("postern-a"));
    assertContent(parts.resolve("verity"), partition("postern-a-verity"));
    run(
        "veritysetup",
        "verify",
        parts.resolve("root").toString(),
        parts.resolve("verity").toString(),
        hash);
  }

  @Test
  void otherSlotIsEmpty_andHasTheSameRoom() throws IOException {
    assertEquals(partition("postern-a").size(), partition("postern-b").size());
    assertEquals(partition("postern-a-verity").size(), partition("postern-b-verity").size());
    byte[] first = new byte[1 << 20];
    read(disk, partition("postern-b").from(), first.length).get(first);
    assertArrayEquals(new byte[first.length], first);
  }

  /** The processors' microcode is taken from an archive at the initrd's very front only. */
  @Test
  void initrdBeginsWithMicrocode() throws IOException {
    byte[] front = new byte[1 << 20];
    read(parts.resolve("initrd"), 0, front.length).get(front);
    String text = new String(front, StandardCharsets.ISO_8859_1);
    assertTrue(text.startsWith("070701"), "an archive that is not compressed");
    assertTrue(text.contains("kernel/x86/microcode/AuthenticAMD.bin\0"));
    assertTrue(text.contains("kernel/x86/microcode/GenuineIntel.bin\0"));
  }

  /** Whether a program of UEFI (PE32+) has a table of certificates. */
  private static boolean isSigned(byte[] program) {
    ByteBuffer octets = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals((short) 0x5a4d, octets.getShort(0), "MZ");
    int optionalHeader = octets.getInt(0x3c) + 24;
    assertEquals((short) 0x20b, octets.getShort(optionalHeader), "PE32+");
    int size = octets.getInt(optionalHeader + 112 + 4 * 8 + 4);
    return size > 0;
  }

  private Path image() {
    try (Stream<Path> files = Files.list(target)) {
      Optional<Path> raw = files.filter(file -> file.toString().endsWith(".raw")).findFirst();
      return raw.orElseThrow(
          () -> new IllegalStateException("no image in " + target + "; run ./postern image"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Partition partition(String label) throws IOException {
    String table = new String(run("sfdisk", "--dump", disk.toString()), StandardCharsets.UTF_8);
    Matcher line = PARTITION.matcher(table);
    while (line.find()) {
      if (line.group("name").equals(label)) {
        return new Partition(
            Long.parseLong(line.group("start")) * SECTOR,
            Long.parseLong(line.group("size")) * SECTOR,
            UUID.fromString(line.group("uuid")));
      }
    }
    throw new AssertionError("no partition " + label + " in " + table);
  }

  private String rootHash() throws IOException {
    return Stream.of(Files.readString(parts.resolve("cmdline.cfg")).split("[\\s\"]+"))
        .filter(word -> word.startsWith("roothash="))
        .map(word -> word.substring(9))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no roothash in cmdline.cfg"));
  }

  private static UUID id(String digits) {
    return new UUID(
        Long.parseUnsignedLong(digits.substring(0, 16), 16),
        Long.parseUnsignedLong(digits.substring(16), 16));
  }

  private byte[] onEsp(String file) throws IOException {
    Path copy = folder.resolve("copy");
    run(
        "mcopy",
        "-n",
        "-o",
        "-i",
        disk + "@@" + partition("ESP").from(),
        "::/" + file,
        copy.toString());
    return Files.readAllBytes(copy);
  }

  private void assertContent(Path file, Partition partition) throws IOException {
    long size = Files.size(file);
    assertTrue(size <= partition.size(), file + " fits into its partition");
    int step = 1 << 24;
    for (long at = 0; at < size; at += step) {
      int length = (int) Math.min(step, size - at);
      assertEquals(
          -1,
          read(file, at, length).mismatch(read(disk, partition.from() + at, length)),
          "difference behind octet " + at + " of " + file.getFileName());
    }
  }

  private static ByteBuffer read(Path file, long from, int length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      FileChannel channel = open.getChannel();
      ByteBuffer octets = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      while (octets.hasRemaining() && channel.read(octets, from + octets.position()) >= 0) {}
      return octets.flip();
    }
  }

  private static byte[] run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] said = process.getInputStream().readAllBytes();
    assertEquals(0, process.onExit().join().exitValue(), String.join(" ", command));
    return said;
  }
}
