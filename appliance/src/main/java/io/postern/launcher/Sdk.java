package io.postern.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What an extension is built with: the API's jar, sources, Javadoc and a BOM, in the layout of a
 * Maven repository. It lies once in the product, where the administration serves it from: in the
 * web application of the EAR.
 */
final class Sdk {

  private static final String WAR = "gateway-web.war";
  private static final String FOLDER = "maven/";

  private final Path ear;

  /**
   * @param ear the product's enterprise archive
   */
  Sdk(Path ear) {
    this.ear = ear;
  }

  /**
   * Copies every file of the SDK into this repository and replaces those of the same name.
   *
   * @return the jars and POMs written
   * @throws IOException when the product cannot be read, has no SDK, or the repository cannot be
   *     written
   */
  List<Path> install(Path repository) throws IOException {
    try (ZipInputStream outer = new ZipInputStream(Files.newInputStream(ear))) {
      for (ZipEntry entry = outer.getNextEntry(); entry != null; entry = outer.getNextEntry()) {
        if (entry.getName().equals(WAR)) {
          return copy(new ZipInputStream(outer), repository);
        }
      }
    }
    throw new IOException(ear + " has no " + WAR);
  }

  private List<Path> copy(ZipInputStream war, Path repository) throws IOException {
    List<Path> written = new ArrayList<>();
    for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
      String name = entry.getName();
      // Maven makes sums of a local repository's files for nobody.
      if (name.startsWith(FOLDER) && !entry.isDirectory() && !name.endsWith(".sha1")) {
        Path target = repository.resolve(name.substring(FOLDER.length()));
        replace(war, target);
        written.add(target);
      }
    }
    if (written.isEmpty()) {
      throw new IOException(ear + " has no SDK");
    }
    return written;
  }

  /** As a whole or not: a build that runs meanwhile must not read half a jar. */
  private static void replace(InputStream content, Path target) throws IOException {
    Path folder = Files.createDirectories(target.getParent());
    Path incomplete = Files.createTempFile(folder, "postern", ".part");
    try {
      Files.copy(content, incomplete, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          incomplete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(incomplete);
    }
  }
}
