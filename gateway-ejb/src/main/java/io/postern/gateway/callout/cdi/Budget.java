package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What an archive may still unpack; counted while unpacking, because its own figures can lie. */
final class Budget {

  private static final int CHUNK = 1 << 16;

  /** Below this no ratio is suspicious: a small file of blanks packs well. */
  private static final long HARMLESS = 1L << 20;

  private final ArchiveLimits limits;
  private int entries;
  private long unpacked;

  Budget(ArchiveLimits limits) {
    this.limits = limits;
  }

  /**
   * @throws ArchiveRefused when these are too many
   */
  void takeEntries(int count) {
    entries += count;
    if (entries > limits.entries()) {
      throw new ArchiveRefused("holds more than " + limits.entries() + " files");
    }
  }

  /** Unpacks an entry into memory. */
  byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    copy(zip, entry, octets);
    return octets.toByteArray();
  }

  /**
   * Unpacks an entry.
   *
   * @throws ArchiveRefused when it unpacks to too much
   */
  void copy(ZipFile zip, ZipEntry entry, OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    long most = Math.max(HARMLESS, Math.max(1, entry.getCompressedSize()) * limits.ratio());
    try (InputStream in = zip.getInputStream(entry)) {
      for (int count; (count = in.read(chunk)) > 0; ) {
        size += count;
        unpacked += count;
        if (unpacked > limits.unpacked()) {
          throw new ArchiveRefused("unpacks to more than " + limits.unpacked() + " octets");
        }
        if (size > most) {
          throw new ArchiveRefused(
              Shown.of(entry.getName(), 200)
                  + " unpacks to more than "
                  + limits.ratio()
                  + " times its packed size");
        }
        out.write(chunk, 0, count);
      }
    }
  }
}
