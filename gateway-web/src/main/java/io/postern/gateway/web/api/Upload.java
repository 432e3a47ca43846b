package io.postern.gateway.web.api;

import io.postern.gateway.web.http.Problem;
import io.postern.gateway.web.http.RequestGate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An uploaded archive, whole and on disk, so that half a one never gets further. */
final class Upload implements AutoCloseable {

  private final Path file;

  private Upload(Path file) {
    this.file = file;
  }

  /** Takes it, or ends the request with 413 once it is beyond the limit, or 400 when empty. */
  static Upload receive(InputStream body) throws IOException {
    return receive(body, RequestGate.ARCHIVE_LIMIT);
  }

  static Upload receive(InputStream body, long limit) throws IOException {
    Upload upload = new Upload(Files.createTempFile("postern-upload-", ".war"));
    try {
      long size = upload.fill(body, limit);
      if (size > limit) {
        throw new Problems.Refused(
            Problem.of(413, "The archive has more than " + limit + " octets"));
      }
      if (size == 0) {
        throw new Problems.Refused(Problem.of(400, "The body is empty; it should be the archive"));
      }
      return upload;
    } catch (IOException | RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private long fill(InputStream body, long limit) throws IOException {
    long size = 0;
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = read(body, buffer); n >= 0 && size <= limit; n = read(body, buffer)) {
        out.write(buffer, 0, n);
        size += n;
      }
    }
    return size;
  }

  /** A client that breaks off, or frames its body wrongly, is not an error of the gateway. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new Problems.Refused(Problem.of(400, "The body cannot be read to its end"));
    }
  }

  InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
