package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An archive on our disk, bounded in size; closing deletes it. */
record ReceivedArchive(Path file, String sha256) implements AutoCloseable {

  private static final int CHUNK = 1 << 16;

  /**
   * @throws ArchiveRefused when it is larger than allowed
   */
  static ReceivedArchive receive(InputStream in, Path folder, long most) throws IOException {
    Path file = Files.createTempFile(folder, "received", ".zip");
    try {
      MessageDigest digest = newDigest();
      byte[] chunk = new byte[CHUNK];
      long size = 0;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        for (int count; (count = in.read(chunk)) > 0; ) {
          size += count;
          if (size > most) {
            throw new ArchiveRefused("is larger than " + most + " octets");
          }
          out.write(chunk, 0, count);
        }
      }
      return new ReceivedArchive(file, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
