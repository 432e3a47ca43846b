package io.postern.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@code postern update pack}: makes an update archive of what an image build left. */
final class PackCommand {

  private final Path build;
  private final String product;
  private final Consumer<String> out;
  private final Map<String, String> environment;

  /**
   * @param build the folder with {@code image}, where the archive goes too
   * @param product the version when none is given
   */
  PackCommand(Path build, String product, Consumer<String> out) {
    this(build, product, out, System.getenv());
  }

  PackCommand(Path build, String product, Consumer<String> out, Map<String, String> environment) {
    this.build = build;
    this.product = product;
    this.out = out;
    this.environment = environment;
  }

  void run(List<String> rest) throws IOException {
    Words words =
        Words.parse(
            rest, Set.of(), Set.of("--image", "--output", "--version", "--architecture", "--key"));
    words.requirePlain(0, "pack takes options only");
    Path image = words.value("--image").map(Path::of).orElse(build.resolve("image"));
    Path output = words.value("--output").map(Path::of).orElse(build);
    Version version = version(words.value("--version").orElse(product));
    Path key =
        words.value("--key").isPresent()
            ? Path.of(words.value("--key").get())
            : KeyPairFolder.provide(build.resolve(KeyPairFolder.NAME)).privateKey();
    for (Part part : Part.values()) {
      if (!Files.isRegularFile(image.resolve(part.fileName()))) {
        throw UpdateFailed.because(
            "%s lacks %s; build the image first, or name its folder with --image"
                .formatted(image, part.fileName()));
      }
    }
    Path archive = output.resolve("postern_" + version + ".update");
    new Packer(image, version, words.value("--architecture").orElse("x86-64"), rootHash(image))
        .pack(archive, key, created(image));
    out.accept(archive.toString());
  }

  private static Version version(String text) {
    try {
      return new Version(text);
    } catch (IllegalArgumentException e) {
      throw UpdateFailed.asked(String.valueOf(e.getMessage()));
    }
  }

  private static RootHash rootHash(Path image) throws IOException {
    Path file = image.resolve(Part.CMDLINE.fileName());
    return RootHash.in(Files.readString(file, StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> UpdateFailed.because(file + " has no roothash= with 64 hex digits"));
  }

  /** The same files give the same octets, also where no date is set for the build. */
  private Instant created(Path image) throws IOException {
    Optional<String> epoch = Optional.ofNullable(environment.get("SOURCE_DATE_EPOCH"));
    if (epoch.isPresent()) {
      if (!epoch.get().matches("[0-9]{1,11}")) {
        throw UpdateFailed.asked("SOURCE_DATE_EPOCH is not a number of seconds");
      }
      return Instant.ofEpochSecond(Long.parseLong(epoch.get()));
    }
    return Instant.ofEpochSecond(
        Files.getLastModifiedTime(image.resolve(Part.ROOT.fileName()))
            .toInstant()
            .getEpochSecond());
  }
}
