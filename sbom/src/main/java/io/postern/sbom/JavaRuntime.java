package io.postern.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The Java runtime that package and image bring. It is linked from a JDK and is of its version.
 *
 * @param vendor whose build it is
 * @param version of the sources, with the build's number: {@code 25.0.3+9}
 */
record JavaRuntime(String vendor, String version) {

  /**
   * That of a JDK, out of its file {@code release}.
   *
   * @throws IllegalStateException when the file does not state vendor or version
   */
  static JavaRuntime of(Path home) {
    Path release = home.resolve("release");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JavaRuntime(
        value(release, properties, "IMPLEMENTOR"),
        // Behind the number some vendors write a word of theirs: 25.0.3+9-LTS.
        value(release, properties, "JAVA_RUNTIME_VERSION").split("-", 2)[0]);
  }

  private static String value(Path release, Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(release + " does not state " + key);
    }
    return value.replace("\"", "");
  }

  PackageURL purl() {
    try {
      return new PackageURL("generic", null, "openjdk", version, null, null);
    } catch (MalformedPackageURLException e) {
      throw new IllegalArgumentException("no package URL for " + this, e);
    }
  }

  /** By which OpenJDK's advisories are found, no matter who built it. */
  String cpe() {
    return "cpe:2.3:a:oracle:openjdk:" + version.split("\\+", 2)[0] + ":*:*:*:*:*:*:*";
  }
}
