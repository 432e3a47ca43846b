package io.postern.update;

import io.postern.text.Shown;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * An update archive, read once from its begin to its end: what was verified is what is written,
 * even if somebody changes the file meanwhile. Nothing is believed that the signature does not
 * cover; the entries' own sizes are not even looked at.
 */
final class UpdateArchive implements AutoCloseable {

  static final String MANIFEST = "manifest";
  static final String SIGNATURE = "manifest.sig";

  private static final int BLOCK = 1 << 20;
  private static final int END_SIZE = 22;
  private static final int END_MARK = 0x06054b50;
  private static final int ENTRIES = 2 + Part.values().length;

  private final Path file;
  private final ZipInputStream zip;
  private final Set<String> seen = new HashSet<>();

  /** Takes the octets of a part. */
  interface Sink {
    void write(byte[] octets, int length) throws IOException;
  }

  private UpdateArchive(Path file, ZipInputStream zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens a file that ends as an update does. A link is not followed: the folder of uploads is the
   * gateway's, and it must not make root read elsewhere.
   */
  static UpdateArchive open(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw UpdateFailed.because(file + " is not there, or is not a file");
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      try {
        requireEnd(file, channel);
        return new UpdateArchive(
            file,
            new ZipInputStream(new BufferedInputStream(Channels.newInputStream(channel), BLOCK)));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read " + file, e);
    }
  }

  /** So that a transfer that broke off is noticed at once, not after the other slot is spoilt. */
  private static void requireEnd(Path file, FileChannel channel) throws IOException {
    ByteBuffer end = ByteBuffer.allocate(END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    long from = channel.size() - END_SIZE;
    while (from >= 0 && end.hasRemaining() && channel.read(end, from + end.position()) > 0) {
      // Until it is full.
    }
    if (end.hasRemaining() || end.getInt(0) != END_MARK) {
      throw UpdateFailed.because(
          file + " is cut off or is not an update: it does not end as one; nothing was written");
    }
    int entries = Short.toUnsignedInt(end.getShort(10));
    if (entries != ENTRIES) {
      throw UpdateFailed.because(
          "%s has %d entries where an update has %d; nothing was written"
              .formatted(file, entries, ENTRIES));
    }
  }

  /**
   * Reads the manifest, the first thing in the archive.
   *
   * @throws UpdateFailed when it is not signed by one of the keys, or not understood
   */
  Manifest manifest(UpdateKeys keys) {
    byte[] manifest = small(MANIFEST, Manifest.LARGEST);
    byte[] signature = small(SIGNATURE, UpdateKeys.SIGNATURE_SIZE);
    keys.verify(manifest, signature);
    try {
      return Manifest.parse(manifest);
    } catch (IllegalArgumentException e) {
      throw UpdateFailed.because(e.getMessage() + "; nothing was written");
    }
  }

  private byte[] small(String name, int most) {
    begin(name);
    try {
      byte[] octets = zip.readNBytes(most + 1);
      if (octets.length > most) {
        throw UpdateFailed.because("%s in %s has more than %d octets".formatted(name, file, most));
      }
      return octets;
    } catch (IOException e) {
      throw broken(name, e);
    }
  }

  /**
   * Passes the next part on. Returns when it was whole and had the hash that is signed; what was
   * passed on before is worth nothing otherwise.
   */
  void copy(Part part, Manifest.Content signed, Sink sink) throws IOException {
    String name = part.fileName();
    begin(name);
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    long size = 0;
    for (int n = read(name, block); n >= 0; n = read(name, block)) {
      size += n;
      if (size > signed.size()) {
        throw UpdateFailed.because(
            "%s is larger than the %d octets that are signed".formatted(name, signed.size()));
      }
      digest.update(block, 0, n);
      sink.write(block, n);
    }
    if (size < signed.size()) {
      throw UpdateFailed.because(
          "%s has %d octets of the %d that are signed".formatted(name, size, signed.size()));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(signed.sha256())) {
      throw UpdateFailed.because(name + " was changed: its hash is not the one that is signed");
    }
  }

  /** Fills as much of the block as there is, so that devices get large writes. */
  private int read(String name, byte[] block) {
    try {
      int n = zip.readNBytes(block, 0, block.length);
      return n == 0 ? -1 : n;
    } catch (IOException e) {
      throw broken(name, e);
    }
  }

  private static UpdateFailed broken(String name, IOException e) {
    return UpdateFailed.because("the archive is damaged or cut off within " + name, e);
  }

  private void begin(String expected) {
    String found = next(expected);
    if (found.equals(expected)) {
      seen.add(found);
      return;
    }
    String shown = Shown.ascii(found, 500);
    if (found.isEmpty()) {
      throw UpdateFailed.because("the archive ends where " + expected + " should come");
    }
    if (found.contains("/") || found.contains("\\") || found.startsWith(".")) {
      throw UpdateFailed.because("the entry '" + shown + "' is a path, which an update has not");
    }
    if (seen.contains(found)) {
      throw UpdateFailed.because("the entry " + shown + " is there twice");
    }
    if (Part.named(found).isEmpty() && !found.equals(MANIFEST) && !found.equals(SIGNATURE)) {
      throw UpdateFailed.because("the entry '" + shown + "' does not belong into an update");
    }
    throw UpdateFailed.because(
        "the entry %s comes where %s belongs: one is missing, or the order is wrong"
            .formatted(shown, expected));
  }

  /** The next entry's name, empty at the end. */
  private String next(String expected) {
    try {
      ZipEntry entry = zip.getNextEntry();
      return entry == null ? "" : entry.getName();
    } catch (ZipException | IllegalArgumentException e) {
      throw UpdateFailed.because(
          "the archive is damaged before " + expected + " (" + Shown.of(e) + ")");
    } catch (IOException e) {
      throw broken(expected, e);
    }
  }

  /** Makes sure that nothing follows. */
  void end() {
    String more = next("its end");
    if (!more.isEmpty()) {
      throw UpdateFailed.because(
          "the entry '" + Shown.ascii(more, 500) + "' follows after the last one of an update");
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
