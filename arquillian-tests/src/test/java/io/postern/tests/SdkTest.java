package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.fixtures.smtp.Sink;
import io.postern.fixtures.smtp.SmtpTestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's project, as it stands there, built outside the checkout with Debian's Maven: once
 * with the API that {@code postern sdk install} put into a local repository, once with the one that
 * the gateway serves. What comes out is deployed and asked.
 */
final class SdkTest {

  private static final Path GUIDE =
      Path.of(System.getProperty("postern.checkout"), "extensions/recipient-blocklist/README.md");

  /** Kept between runs, so that Maven's plugins are fetched once. */
  private static final Path REPOSITORY =
      Path.of(System.getProperty("postern.checkout"), "arquillian-tests/target/sdk-repository");

  @TempDir Path folder;

  @BeforeAll
  static void needMaven() {
    Programs.need("mvn", "Debian's package maven");
  }

  @Test
  void theGuidesProjectIsBuiltWithTheInstalledApiAndDeployed() throws Exception {
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      forget();
      Programs.run(
          List.of(
              PosternProcess.home().resolve("postern").toString(),
              "sdk",
              "install",
              "--repository",
              REPOSITORY.toString()));
      Path api = api();
      assertTrue(Files.exists(with(api, "-sources")), "sources");
      assertTrue(Files.exists(with(api, "-javadoc")), "Javadoc");

      Path war = build(pom());

      try (JarFile archive = new JarFile(war.toFile());
          JarFile jar = new JarFile(api.toFile())) {
        String level = jar.getManifest().getMainAttributes().getValue("Postern-Api");
        assertNotNull(level);
        assertEquals(level, archive.getManifest().getMainAttributes().getValue("Postern-Api"));
        assertTrue(
            archive.stream().noneMatch(entry -> entry.getName().endsWith(".jar")),
            "the archive brings what the gateway has");
      }
      try (AdminApi admin = new AdminApi(server);
          SmtpTestClient client = SmtpTestClient.greeted(server.smtp())) {
        var answer = admin.put("extensions/my-extension", Files.readAllBytes(war));
        assertEquals(2, answer.statusCode() / 100, answer.body());
        client.ask("MAIL FROM:<me@client.test>");
        assertTrue(client.ask("RCPT TO:<you@example.net>").startsWith("550 5.7.1"));
      }
    }
  }

  @Test
  void theGuidesProjectIsBuiltWithTheApiThatTheGatewayServes() throws Exception {
    try (Sink sink = new Sink();
        PosternProcess server =
            PosternProcess.start(folder.resolve("data"), Configurations.relayTo(sink.port()))) {
      forget();
      String repository =
          """
          <repositories>
            <repository>
              <id>gateway</id>
              <url>https://127.0.0.1:%d/maven</url>
              <snapshots><enabled>true</enabled></snapshots>
            </repository>
          </repositories>
          """
              .formatted(server.adminPort);
      Path war =
          build(
              pom().replace("<dependencyManagement>", repository + "<dependencyManagement>"),
              // The certificate is the gateway's own.
              "-Dmaven.wagon.http.ssl.insecure=true",
              "-Dmaven.wagon.http.ssl.allowall=true",
              "-Daether.connector.https.securityMode=insecure",
              "--strict-checksums");
      assertTrue(Files.size(war) > 0);
      assertTrue(Files.exists(api()));
    }
  }

  /** Another test may have brought the API. */
  private static void forget() throws IOException {
    Folders.remove(REPOSITORY.resolve("io/postern"));
    assertFalse(Files.exists(REPOSITORY.resolve("io/postern")));
  }

  private static Path api() throws IOException {
    try (var files = Files.walk(REPOSITORY.resolve("io/postern/extension-api"))) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("extension-api-[\\w.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path with(Path jar, String classifier) {
    return jar.resolveSibling(jar.getFileName().toString().replace(".jar", classifier + ".jar"));
  }

  private Path build(String pom, String... options) throws IOException, InterruptedException {
    Path project = Files.createDirectories(folder.resolve("my-extension"));
    Files.writeString(project.resolve("pom.xml"), pom);
    Path source = project.resolve("src/main/java/com/example/MyExtension.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, block("java"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "mvn",
                "--batch-mode",
                "--quiet",
                "--file",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + REPOSITORY));
    words.addAll(List.of(options));
    words.add("package");
    Programs.run(words);
    return project.resolve("target/my-extension-1.war");
  }

  private static String pom() throws IOException {
    return block("xml");
  }

  /** The guide's only block of this language. */
  private static String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(GUIDE));
    assertTrue(block.find(), language);
    String text = block.group(1);
    assertFalse(block.find(), "a second block of " + language);
    return text;
  }
}
