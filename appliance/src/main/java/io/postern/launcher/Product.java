package io.postern.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * The product folder, read-only at run time.
 *
 * @param lib its folder {@code lib}, where the launcher's jar lies
 */
record Product(Path lib) {

  /** The folder this class was loaded from. */
  static Product ofThisClass() {
    try {
      CodeSource source = Product.class.getProtectionDomain().getCodeSource();
      Path jar = Path.of(source.getLocation().toURI());
      if (jar.getParent() instanceof Path lib && Files.exists(lib.resolve("payara/boot.jar"))) {
        return new Product(lib);
      }
      throw NotStarted.failed(
          "the product folder is not complete: no payara/boot.jar beside " + jar);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Path bootJar() {
    return lib.resolve("payara/boot.jar");
  }

  Path gateway() {
    return lib.resolve("postern.ear");
  }

  Path extensionApi() {
    return lib.resolve("extension-api.jar");
  }

  /** H2, which the server's pool uses too. */
  Path database() {
    return lib.resolve("h2.jar");
  }

  Path resourceAdapter() {
    return lib.resolve("imqjmsra.rar");
  }

  /** What OpenMQ takes for its installation; only the default properties are read from it. */
  Path brokerHome() {
    return lib.resolve("openmq");
  }

  String version() {
    String version = Product.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
