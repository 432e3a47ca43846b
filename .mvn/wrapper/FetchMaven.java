import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches the pinned Maven once and prints its home. Run by {@code mvnw} as a single source file, so
 * it uses the JDK alone.
 */
public final class FetchMaven {

  public static void main(String[] arguments) {
    try {
      System.out.println(home(Path.of(arguments[0])));
    } catch (Exception e) {
      System.err.println("mvnw: cannot fetch Maven (" + e + "); install Maven 3.8 or newer");
      System.exit(1);
    }
  }

  private static Path home(Path propertiesFile) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(propertiesFile)) {
      properties.load(in);
    }
    String[] artifact = properties.getProperty("artifact").split(":");
    String name = artifact[1] + "-" + artifact[2];
    Path wrapper = Path.of(System.getProperty("user.home"), ".m2", "wrapper");
    Path home = wrapper.resolve(name);
    if (Files.isExecutable(home.resolve("bin/mvn"))) {
      return home;
    }
    Files.createDirectories(wrapper);
    URI source =
        URI.create(
            String.join(
                "/",
                repository(artifact[0]),
                artifact[0].replace('.', '/'),
                artifact[1],
                artifact[2],
                name + "-bin.zip"));
    System.err.println("mvnw: fetching " + name);
    Path scratch = Files.createTempDirectory(wrapper, "fetch");
    try {
      Path zip = scratch.resolve("maven.zip");
      fetch(source, zip, properties.getProperty("sha512"));
      unzip(zip, scratch);
      // Another build may have put it there meanwhile; either is as good.
      if (!Files.exists(home)) {
        Files.move(scratch.resolve(name), home, StandardCopyOption.ATOMIC_MOVE);
      }
      return home;
    } finally {
      delete(scratch);
    }
  }

  /** Maven's own repository unless MVNW_REPOURL says otherwise. */
  private static String repository(String group) {
    String given = System.getenv("MVNW_REPOURL");
    if (given != null && !given.isBlank()) {
      return given.replaceAll("/+$", "");
    }
    List<String> labels = Arrays.asList(group.split("\\."));
    Collections.reverse(labels);
    return "https://repo." + String.join(".", labels) + "/maven2";
  }

  private static void fetch(URI source, Path zip, String expected) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    try (InputStream in = new DigestInputStream(open(source), digest)) {
      Files.copy(in, zip);
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(expected)) {
      throw new IOException(source + " has the SHA-512 " + actual + ", not " + expected);
    }
  }

  private static InputStream open(URI source) throws Exception {
    if ("file".equals(source.getScheme())) {
      return Files.newInputStream(Path.of(source));
    }
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    HttpRequest request = HttpRequest.newBuilder(source).timeout(Duration.ofMinutes(5)).build();
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException(source + " answered " + response.statusCode());
    }
    return response.body();
  }

  private static void unzip(Path zip, Path target) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("the archive names a file outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
          if (file.getParent().endsWith("bin")) {
            file.toFile().setExecutable(true, false);
          }
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
