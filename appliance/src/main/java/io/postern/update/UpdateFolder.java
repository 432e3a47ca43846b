package io.postern.update;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What root and the gateway exchange: the gateway puts an upload and a request there, root a status
 * and a history. The gateway owns the folder, so root believes nothing in it and follows no link.
 */
final class UpdateFolder {

  private static final int KEPT = 200;
  private static final int LARGEST = 256 << 10;

  private final Path folder;
  private final SlotDisk disk = new RealSlotDisk();

  UpdateFolder(Path folder) {
    this.folder = folder;
  }

  /** The archive that the gateway has received whole. */
  Path upload() {
    return folder.resolve("upload.update");
  }

  /** Lines {@code key=value}: {@code by}, {@code again}, {@code downgrade}. */
  Map<String, String> request() {
    Map<String, String> request = new HashMap<>();
    for (String line : lines("upload.request")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        request.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return request;
  }

  /** Makes room for the next upload, and keeps the path unit from starting us again. */
  void deleteUpload() throws IOException {
    disk.delete(upload());
    disk.delete(folder.resolve("upload.request"));
  }

  /** Oldest first. */
  List<UpdateEvent> history() {
    return lines("history").stream().map(UpdateEvent::parse).flatMap(Optional::stream).toList();
  }

  void add(UpdateEvent event) throws IOException {
    List<UpdateEvent> all = new ArrayList<>(history());
    all.add(event);
    List<String> kept =
        all.subList(Math.max(0, all.size() - KEPT), all.size()).stream()
            .map(UpdateEvent::line)
            .toList();
    write("history", kept);
  }

  void status(Map<String, String> values) throws IOException {
    write("status", values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  private void write(String name, List<String> lines) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder");
    }
    Path file = folder.resolve(name);
    byte[] octets = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    try (SlotDisk.Output output = disk.create(file)) {
      output.write(octets, octets.length);
      output.finish();
    }
    // For the gateway to read, whatever root's umask is.
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LARGEST), UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read " + file, e);
    }
  }
}
