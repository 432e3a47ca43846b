package io.postern.update;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes update archives. Nothing is compressed: kernel, initrd and root file system are already,
 * and what stands as it is can be written as fast as it is read.
 */
final class Packer {

  private static final int BLOCK = 1 << 20;

  private final Path image;
  private final Version version;
  private final String architecture;
  private final RootHash rootHash;

  Packer(Path image, Version version, String architecture, RootHash rootHash) {
    this.image = image;
    this.version = version;
    this.architecture = architecture;
    this.rootHash = rootHash;
  }

  /** Sums of a part, which a ZIP wants to know before its octets. */
  private record Sums(Manifest.Content content, long crc) {}

  void pack(Path archive, Path key, Instant created) throws IOException {
    Map<Part, Sums> sums = new EnumMap<>(Part.class);
    Map<Part, Manifest.Content> contents = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      Sums found = sums(image.resolve(part.fileName()));
      sums.put(part, found);
      contents.put(part, found.content());
    }
    byte[] manifest = new Manifest(version, created, architecture, rootHash, contents).octets();
    byte[] signature = KeyPairFolder.sign(key, manifest);
    Files.createDirectories(archive.toAbsolutePath().getParent());
    Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh), BLOCK))) {
      small(zip, UpdateArchive.MANIFEST, manifest, created);
      small(zip, UpdateArchive.SIGNATURE, signature, created);
      for (Map.Entry<Part, Sums> entry : sums.entrySet()) {
        String name = entry.getKey().fileName();
        Sums known = entry.getValue();
        zip.putNextEntry(stored(name, known.content().size(), known.crc(), created));
        Files.copy(image.resolve(name), zip);
        zip.closeEntry();
      }
    }
    Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void small(ZipOutputStream zip, String name, byte[] octets, Instant created)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(octets);
    zip.putNextEntry(stored(name, octets.length, crc.getValue(), created));
    zip.write(octets);
    zip.closeEntry();
  }

  private static ZipEntry stored(String name, long size, long crc, Instant created) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(crc);
    // As a local time, or the octets would depend on the time zone of the build.
    entry.setTimeLocal(LocalDateTime.ofInstant(created, ZoneOffset.UTC));
    return entry;
  }

  private static Sums sums(Path file) throws IOException {
    MessageDigest digest = UpdateArchive.sha256();
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        digest.update(block, 0, n);
        crc.update(block, 0, n);
        size += n;
      }
    }
    return new Sums(
        new Manifest.Content(HexFormat.of().formatHex(digest.digest()), size), crc.getValue());
  }
}
